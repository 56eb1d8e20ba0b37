import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM

from reports.statistics.arrays import Matrix, Vector
from reports.statistics.contrasts import quasi_standard_errors, variances

# McCullagh and Nelder (1989), section 6.3.2: of ships of types A to E, by year of construction and
# period of operation, months of service and incidents of damage.
SERVICE = (
    (127, 63, 1095, 1095, 1512, 3353, 0, 2244),
    (44882, 17176, 28609, 20370, 7064, 13099, 0, 7117),
    (1179, 552, 781, 676, 783, 1948, 0, 274),
    (251, 105, 288, 192, 349, 1208, 0, 2051),
    (45, 0, 789, 437, 1157, 2161, 0, 542),
)
INCIDENTS = (
    (0, 0, 3, 4, 6, 18, 0, 11),
    (39, 29, 58, 53, 12, 44, 0, 18),
    (1, 1, 0, 1, 6, 2, 0, 1),
    (0, 0, 0, 0, 2, 11, 0, 4),
    (0, 0, 7, 7, 5, 12, 0, 1),
)


def covariance_of_ship_types() -> Matrix:
    """Return the covariance of the five effects in an overdispersed Poisson model."""
    kind, year, period = np.meshgrid(range(5), range(4), range(2), indexing="ij")
    columns = [np.ones(40)]
    columns += [kind.ravel() == each for each in range(1, 5)]
    columns += [year.ravel() == each for each in range(1, 4)]
    columns += [period.ravel() == 1]
    service = np.ravel(SERVICE)
    kept = service > 0
    model = GLM(
        np.ravel(INCIDENTS)[kept],
        np.column_stack(columns)[kept].astype(float),
        family=families.Poisson(),
        offset=np.log(service[kept]),
    )
    covariance = np.zeros((5, 5))
    covariance[1:, 1:] = model.fit(scale="X2", tol=1e-12).cov_params()[1:5, 1:5]
    return covariance


def differences(covariance: Matrix) -> Matrix:
    own = np.diag(covariance)
    found: Matrix = own[:, None] + own[None, :] - 2 * covariance
    return found


def misfit(quasi: Vector, wanted: Matrix) -> float:
    pairs = np.triu_indices(len(wanted), 1)
    return float(np.sum((np.log(np.add.outer(quasi, quasi)[pairs]) - np.log(wanted[pairs])) ** 2))


def test_the_ship_types_have_the_published_quasi_standard_errors() -> None:
    found = quasi_standard_errors(differences(covariance_of_ship_types()))

    # Tests of qvcalc (R), after Firth and de Menezes (2004); R's glm stops at five digits or so.
    assert found == pytest.approx([0.200966, 0.112705, 0.375250, 0.323894, 0.232172], rel=1e-5)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(4, 7))
def test_nothing_near_fits_better(seed: int, size: int) -> None:
    generator = np.random.default_rng(seed)
    root = generator.normal(size=(size, size))
    wanted = differences(root @ root.T)
    found = quasi_standard_errors(wanted) ** 2
    least = misfit(found, wanted)
    refined = minimize(
        misfit, found + 0.01, args=(wanted,), bounds=[(1e-9, None)] * size, method="L-BFGS-B"
    )
    assert least <= refined.fun + 1e-7
    for _ in range(20):
        near = np.abs(found + 1e-3 * found.max() * generator.normal(size=size))
        assert misfit(near, wanted) >= least - 1e-12


def test_three_items_have_the_variances_that_add_up() -> None:
    wanted = np.array([[0, 5, 7], [5, 0, 4], [7, 4, 0]], dtype=float)
    assert quasi_standard_errors(wanted) ** 2 == pytest.approx([4, 1, 3])


def test_no_quasi_variance_is_negative() -> None:
    # Of three items exactly −1, 2 and 9 would fit; of what is possible this is the nearest.
    wanted = np.array([[0, 1, 8], [1, 0, 11], [8, 11, 0]], dtype=float)
    found = quasi_standard_errors(wanted) ** 2
    assert found[0] == pytest.approx(0, abs=1e-6)
    least = min(
        misfit(np.array([0, one, two]), wanted)
        for one in np.linspace(0.8, 1.2, 21)
        for two in np.linspace(8, 10, 41)
    )
    assert misfit(found, wanted) <= least


def test_items_that_never_met_differ_by_they_know_not_what() -> None:
    information = np.zeros((4, 4))
    information[1:, 1:] = [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]
    found = variances(information)
    assert found[0] == pytest.approx([0, np.inf, np.inf, np.inf])
    assert found[1, 2] == pytest.approx(2 / 3)
    assert quasi_standard_errors(found) ** 2 == pytest.approx([np.inf, 1 / 3, 1 / 3, 1 / 3])
