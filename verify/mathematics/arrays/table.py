"""The operations by name; of those that give several results, how many there are."""

from collections import Counter

from verify.language.nodes import AXIS, KEEPDIMS
from verify.mathematics.arrays import (
    condition,
    covariance,
    determinants,
    eigen,
    factors,
    least_squares,
    matrix_functions,
    medians,
    polynomial_roots,
    products,
    reductions,
    singular,
    systems,
    transforms,
)
from verify.mathematics.arrays.operation import Operation

TABLE: tuple[Operation, ...] = (
    *reductions.OPERATIONS,
    *medians.OPERATIONS,
    *products.OPERATIONS,
    *covariance.OPERATIONS,
    *determinants.OPERATIONS,
    *systems.OPERATIONS,
    *least_squares.OPERATIONS,
    *eigen.OPERATIONS,
    *polynomial_roots.OPERATIONS,
    *singular.OPERATIONS,
    *condition.OPERATIONS,
    *factors.OPERATIONS,
    *matrix_functions.OPERATIONS,
    *transforms.OPERATIONS,
)
OPERATIONS = {operation.name: operation for operation in TABLE}
RESULTS = Counter(name.partition("[")[0] for name in OPERATIONS if "[" in name)
# As the grammar reads them: how many arguments at least, and how they are called.
CALLS = {
    name.partition("[")[0]: (
        len(operation.arguments) - operation.optional,
        (*operation.arguments, *[AXIS] * operation.has_axis, *[KEEPDIMS] * operation.is_number),
    )
    for name, operation in OPERATIONS.items()
}
