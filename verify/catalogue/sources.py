"""The bibliography: every source that the catalogue cites, once."""

from verify.core.model import Source

AHLFORS = Source("L. V. Ahlfors", 1979, "Complex Analysis, 3rd ed.")
APOSTOL = Source("T. M. Apostol", 1967, "Calculus, vol. 1, 2nd ed.")
BAKER = Source("G. A. Baker and P. Graves-Morris", 1996, "Pade Approximants, 2nd ed.")
BEANE = Source(
    "S. R. Beane, P. F. Bedaque, A. Parreno, M. J. Savage", 2004, "Two nucleons on a lattice, PLB 585, 106"
)
BJORCK = Source("A. Bjorck", 1996, "Numerical Methods for Least Squares Problems")
BJORCK_1967 = Source(
    "A. Bjorck", 1967, "Solving linear least squares problems by Gram-Schmidt orthogonalization"
)
CANCELLATION = Source("this catalogue", 2026, "where cancellation starts", "series summed as they stand")
CHAN = Source(
    "T. F. Chan, G. H. Golub and R. J. LeVeque",
    1983,
    "Algorithms for computing the sample variance: analysis and recommendations",
    "The American Statistician 37, 242",
)
COLWELL = Source("P. Colwell", 1993, "Solving Kepler's Equation over Three Centuries", "chapter 4")
COOLEY = Source(
    "J. W. Cooley and J. W. Tukey", 1965, "An algorithm for the machine calculation of complex Fourier series"
)
DAVIS = Source("P. J. Davis and P. Rabinowitz", 1984, "Methods of Numerical Integration, 2nd ed.")
DLMF = Source("NIST", 2010, "Digital Library of Mathematical Functions")
DU = Source("Hivan Du", 2023, "Calculus: the Newton-Leibniz formula and Taylor expansion, Math 13")
DUBIOUS = Source(
    "C. Moler and C. Van Loan",
    2003,
    "Nineteen dubious ways to compute the exponential of a matrix, twenty-five years later",
)
EULER = Source("L. Euler", 1748, "Introductio in analysin infinitorum")
GAUTSCHI = Source("W. Gautschi", 1990, "How (un)stable are Vandermonde systems?")
GOLDBERG = Source(
    "D. Goldberg", 1991, "What every computer scientist should know about floating-point arithmetic"
)
GOLUB = Source("G. H. Golub and C. F. Van Loan", 2013, "Matrix Computations, 4th ed.")
GRAFFI = Source("S. Graffi, V. Grecchi and B. Simon", 1970, "Borel summability: the anharmonic oscillator")
HAIRER = Source(
    "E. Hairer, S. P. Norsett and G. Wanner", 1993, "Solving Ordinary Differential Equations I, 2nd ed."
)
HANDBOOK = Source("J.-M. Muller et al.", 2018, "Handbook of Floating-Point Arithmetic, 2nd ed.")
HIDA = Source("Y. Hida, X. S. Li and D. H. Bailey", 2001, "Algorithms for quad-double precision arithmetic")
HIGHAM = Source("N. J. Higham", 2002, "Accuracy and Stability of Numerical Algorithms, 2nd ed.")
HIGHAM_FUNCTIONS = Source("N. J. Higham", 2008, "Functions of Matrices")
HOMEWORK = Source("Computational physics course", 2022, "Homework 1, solutions")
KAHAN = Source("W. Kahan", 1966, "Numerical linear algebra", "Canadian Mathematical Bulletin 9")
KNUTH = Source("D. E. Knuth", 1997, "The Art of Computer Programming, vol. 2, 3rd ed.")
LAPACK = Source("E. Anderson et al.", 1999, "LAPACK Users' Guide, 3rd ed.")
LAUCHLI = Source("P. Lauchli", 1961, "Jordan-Elimination und Ausgleichung nach kleinsten Quadraten")
LOH = Source("E. Loh and G. W. Walster", 2002, "Rump's example revisited", "Reliable Computing 8, 245")
LOTKIN = Source("M. Lotkin", 1955, "A set of test matrices", "MTAC 9")
MINDLESS = Source(
    "W. Kahan", 2006, "How futile are mindless assessments of roundoff in floating-point computation?"
)
MITX = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")
MULLER = Source("J.-M. Muller", 2016, "Elementary Functions: Algorithms and Implementation, 3rd ed.")
MURRAY = Source(
    "R. M. Murray, Z. Li and S. S. Sastry", 1994, "A Mathematical Introduction to Robotic Manipulation"
)
NEEDLE = Source("W. Kahan", 2014, "Miscalculating area and angles of a needle-like triangle")
NEUMAIER = Source(
    "A. Neumaier", 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen"
)
NOCEDAL = Source("J. Nocedal and S. J. Wright", 2006, "Numerical Optimization, 2nd ed.")
NUMPY = Source("C. R. Harris et al.", 2020, "Array programming with NumPy")
NIST = Source("NIST Information Technology Laboratory", None, "Statistical Reference Datasets")
PYTHON = Source("Python Software Foundation", None, "The Python Standard Library", "module statistics")
RUMP = Source("S. M. Rump", 1988, "Algorithms for verified inclusions: theory and practice")
RUTISHAUSER = Source("H. Rutishauser", 1954, "Der Quotienten-Differenzen-Algorithmus")
SHEWCHUK = Source(
    "J. R. Shewchuk",
    1997,
    "Adaptive precision floating-point arithmetic and fast robust geometric predicates",
)
SHEPPERD = Source("S. W. Shepperd", 1978, "Quaternion from rotation matrix", "J. Guidance and Control 1, 223")
SIMON = Source(
    "S. D. Simon and J. P. Lesage",
    1989,
    "Assessing the accuracy of ANOVA calculations in statistical software",
)
SU = Source(
    "Su Jianlin", 2015, "Perturbation expansion of Gaussian-type integrals (1), Scientific Spaces 3217"
)
SUM2 = Source("T. Ogita, S. M. Rump and S. Oishi", 2005, "Accurate sum and dot product")
TREFETHEN = Source("L. N. Trefethen and D. Bau", 1997, "Numerical Linear Algebra")
TODD = Source(
    "J. Todd",
    1954,
    "The condition of the finite segments of the Hilbert matrix",
    "NBS Math. Series 39",
)
US = Source("verify", 2026, "Certified accuracy of float64 computations")
SCIPY = Source("P. Virtanen et al.", 2020, "SciPy 1.0")
SCHATZMAN = Source(
    "J. C. Schatzman",
    1996,
    "Accuracy of the discrete Fourier transform and the fast Fourier transform",
    "SIAM J. Sci. Comput. 17, 1150",
)
SEABOLD = Source("S. Seabold and J. Perktold", 2010, "statsmodels: econometric and statistical modeling")
WEBLOG = Source("hope_wisdom", None, "Taylor expansions, weblog notes")
WELFORD = Source(
    "B. P. Welford", 1962, "Note on a method for calculating corrected sums of squares and products"
)
WILKINSON = Source("J. H. Wilkinson", 1965, "The Algebraic Eigenvalue Problem")
WYNN = Source("P. Wynn", 1956, "On a device for computing the e_m(S_n) transformation")
