"""One table from the kind of a question to everything that depends on it."""

from collections.abc import Mapping

from questionnaires.kinds.base import Kind
from questionnaires.kinds.best_worst import BestWorst
from questionnaires.kinds.head_to_head import HeadToHead
from questionnaires.kinds.importance import Importance
from questionnaires.kinds.multiple_choice import MultipleChoice
from questionnaires.kinds.nps import Nps
from questionnaires.kinds.number import Number
from questionnaires.kinds.ranking import Ranking
from questionnaires.kinds.rating import Rating
from questionnaires.kinds.single_choice import SingleChoice
from questionnaires.kinds.supplier_grid import SupplierGrid
from questionnaires.kinds.text import Text

_ALL: tuple[Kind, ...] = (
    Rating(),
    SupplierGrid(),
    Ranking(),
    HeadToHead(),
    BestWorst(),
    Importance(),
    Nps(),
    SingleChoice(),
    MultipleChoice(),
    Number(),
    Text(),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}

__all__ = ["KINDS", "Kind"]
