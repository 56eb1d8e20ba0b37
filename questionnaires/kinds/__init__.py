"""One table from the kind of a question to everything that depends on it."""

from collections.abc import Mapping

from questionnaires.kinds.base import Kind
from questionnaires.kinds.nps import Nps
from questionnaires.kinds.rating import Rating
from questionnaires.kinds.single_choice import SingleChoice
from questionnaires.kinds.supplier_grid import SupplierGrid
from questionnaires.kinds.text import Text

_ALL: tuple[Kind, ...] = (Rating(), SupplierGrid(), Nps(), SingleChoice(), Text())
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}

__all__ = ["KINDS", "Kind"]
