"""What functions of libraries compute of complex numbers: name, truth, domain, and a precondition if any.

Functions that do not say that they look at the sign of a zero are judged off their cuts.
"""

OFF = "imag(z) != 0 or real(z) > 0"  # the cut along the negative numbers
OFF_ONE = "imag(z) != 0 or real(z) < 1"

COMPLEX_TABLES = {
    "cmath": """
acos              | acos(z)           | z=-10-10j:10+10j
acosh             | acosh(z)          | z=-10-10j:10+10j
asin              | asin(z)           | z=-10-10j:10+10j
asinh             | asinh(z)          | z=-10-10j:10+10j
atan              | atan(z)           | z=-10-10j:10+10j
atanh             | atanh(z)          | z=-10-10j:10+10j
cos               | cos(z)            | z=-1e5-710j:1e5+710j
cosh              | cosh(z)           | z=-710-1e5j:710+1e5j
exp               | exp(z)            | z=-745-1e5j:710+1e5j
log               | log(z)            | z=-1e300-1e300j:1e300+1e300j
log10             | log10(z)          | z=-1e300-1e300j:1e300+1e300j
phase             | arg(z)            | z=-1e300-1e300j:1e300+1e300j
polar[0]          | abs(z)            | z=-1e300-1e300j:1e300+1e300j
polar[1]          | arg(z)            | z=-1e300-1e300j:1e300+1e300j
rect              | complex(r*cos(phi), r*sin(phi)) | r=0:1e10 phi=-1e5:1e5
sin               | sin(z)            | z=-1e5-710j:1e5+710j
sinh              | sinh(z)           | z=-710-1e5j:710+1e5j
sqrt              | sqrt(z)           | z=-1e300-1e300j:1e300+1e300j
tan               | tan(z)            | z=-1e5-30j:1e5+30j
tanh              | tanh(z)           | z=-30-1e5j:30+1e5j
""",
    "numpy": """
absolute          | abs(z)            | z=-1e30-1e30j:1e30+1e30j
add               | z + w             | z=-1e30-1e30j:1e30+1e30j w=-1e30-1e30j:1e30+1e30j
angle             | arg(z)            | z=-1e30-1e30j:1e30+1e30j
arccos            | acos(z)           | z=-10-10j:10+10j
arccosh           | acosh(z)          | z=-10-10j:10+10j
arcsin            | asin(z)           | z=-10-10j:10+10j
arcsinh           | asinh(z)          | z=-10-10j:10+10j
arctan            | atan(z)           | z=-10-10j:10+10j
arctanh           | atanh(z)          | z=-10-10j:10+10j
conjugate         | conj(z)           | z=-1e30-1e30j:1e30+1e30j
cos               | cos(z)            | z=-1e3-80j:1e3+80j
cosh              | cosh(z)           | z=-80-1e3j:80+1e3j
divide            | z/w               | z=-1e10-1e10j:1e10+1e10j w=-1e10-1e10j:1e10+1e10j
exp               | exp(z)            | z=-80-1e3j:80+1e3j
exp2              | exp2(z)           | z=-120-1e3j:120+1e3j
expm1             | expm1(z)          | z=-40-1e3j:80+1e3j
log               | log(z)            | z=-1e30-1e30j:1e30+1e30j
log10             | log10(z)          | z=-1e30-1e30j:1e30+1e30j
log1p             | log1p(z)          | z=-10-10j:10+10j
log2              | log2(z)           | z=-1e30-1e30j:1e30+1e30j
multiply          | z*w               | z=-1e10-1e10j:1e10+1e10j w=-1e10-1e10j:1e10+1e10j
power             | z^w               | z=-10-10j:10+10j w=-5-5j:5+5j
reciprocal        | 1/z               | z=-1e10-1e10j:1e10+1e10j
sin               | sin(z)            | z=-1e3-80j:1e3+80j
sinc              | sinc(pi*z)        | z=-100-10j:100+10j
sinh              | sinh(z)           | z=-80-1e3j:80+1e3j
sqrt              | sqrt(z)           | z=-1e30-1e30j:1e30+1e30j
square            | z^2               | z=-1e10-1e10j:1e10+1e10j
subtract          | z - w             | z=-1e30-1e30j:1e30+1e30j w=-1e30-1e30j:1e30+1e30j
tan               | tan(z)            | z=-1e3-20j:1e3+20j
tanh              | tanh(z)           | z=-20-1e3j:20+1e3j
""",
    "scipy.special": f"""
airy[0]           | airyai(z)         | z=-20-20j:20+20j
airy[1]           | airyaiprime(z)    | z=-20-20j:20+20j
airy[2]           | airybi(z)         | z=-20-20j:20+20j
airy[3]           | airybiprime(z)    | z=-20-20j:20+20j
dawsn             | dawson(z)         | z=-20-20j:20+20j
elliprc           | elliprc(z, w)     | z=0.1-10j:10+10j w=0.1-10j:10+10j
elliprd           | elliprd(x, y, z)  | x=0.1-10j:10+10j y=0.1-10j:10+10j z=0.1-10j:10+10j
elliprf           | elliprf(x, y, z)  | x=0.1-10j:10+10j y=0.1-10j:10+10j z=0.1-10j:10+10j
elliprg           | elliprg(x, y, z)  | x=0.1-10j:10+10j y=0.1-10j:10+10j z=0.1-10j:10+10j
erf               | erf(z)            | z=-20-20j:20+20j
erfc              | erfc(z)           | z=-20-20j:20+20j
erfcx             | erfcx(z)          | z=-20-20j:20+20j
erfi              | erfi(z)           | z=-20-20j:20+20j
eval_chebyt       | chebyt(n, z)      | n=0..5,20..20 z=-2-2j:2+2j
eval_legendre     | legendre(n, z)    | n=0..5,20..20 z=-2-2j:2+2j
exp1              | e1(z)             | z=-50-50j:50+50j | {OFF}
expi              | ei(z)             | z=-50-50j:50+50j | {OFF}
expm1             | expm1(z)          | z=-40-1e3j:700+1e3j
fresnel[0]        | fresnels(z)       | z=-10-10j:10+10j
fresnel[1]        | fresnelc(z)       | z=-10-10j:10+10j
gamma             | gamma(z)          | z=-50-50j:50+50j
hankel1           | besselj(v, z) + 1j*bessely(v, z) | v=0:10 z=-20-20j:20+20j | {OFF}
hankel2           | besselj(v, z) - 1j*bessely(v, z) | v=0:10 z=-20-20j:20+20j | {OFF}
hyp0f1            | hyp0f1(v, z)      | v=0.1:10 z=-20-20j:20+20j
hyp1f1            | hyp1f1(a, b, z)   | a=-5:5 b=0.1:10 z=-20-20j:20+20j
hyp2f1            | hyp2f1(a, b, c, z) | a=-5:5 b=-5:5 c=0.1:10 z=-5-5j:5+5j | {OFF_ONE}
iv                | besseli(v, z)     | v=0:10 z=-20-20j:20+20j | {OFF}
ive               | besseli(v, z)*exp(-abs(real(z))) | v=0:10 z=-20-20j:20+20j | {OFF}
jv                | besselj(v, z)     | v=0:10 z=-20-20j:20+20j | {OFF}
jve               | besselj(v, z)*exp(-abs(imag(z))) | v=0:10 z=-20-20j:20+20j | {OFF}
kv                | besselk(v, z)     | v=0:10 z=-20-20j:20+20j | {OFF}
kve               | besselke(v, z)    | v=0:10 z=-20-20j:20+20j | {OFF}
lambertw          | lambertw(z)       | z=-20-20j:20+20j | imag(z) != 0 or real(z) > -exp(-1)
log1p             | log1p(z)          | z=-10-10j:10+10j
loggamma          | lgamma(z)         | z=-50-50j:50+50j | {OFF}
ndtr              | ndtr(z)           | z=-10-10j:10+10j
psi               | digamma(z)        | z=-50-50j:50+50j
rgamma            | rgamma(z)         | z=-50-50j:50+50j
shichi[0]         | shi(z)            | z=-20-20j:20+20j
shichi[1]         | chi(z)            | z=-20-20j:20+20j | {OFF}
sici[0]           | si(z)             | z=-20-20j:20+20j
sici[1]           | ci(z)             | z=-20-20j:20+20j | {OFF}
spence            | dilog(1 - z)      | z=-10-10j:10+10j | {OFF}
wofz              | erfcx(-1j*z)      | z=-10-10j:10+10j
wrightomega       | lambertw(exp(z))  | z=-20-3j:20+3j
xlog1py           | w*log1p(z)        | w=-10-10j:10+10j z=-10-10j:10+10j
xlogy             | w*log(z)          | w=-10-10j:10+10j z=-10-10j:10+10j
yv                | bessely(v, z)     | v=0:10 z=-20-20j:20+20j | {OFF}
yve               | bessely(v, z)*exp(-abs(imag(z))) | v=0:10 z=-20-20j:20+20j | {OFF}
""",
}
