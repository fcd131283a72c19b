"""What functions of libraries compute, in the truth language: name, truth, domain; one line each."""

TABLES = {
    "math": """
acos              | acos(x)           | x=-1:1
acosh             | acosh(x)          | x=1:1e300
asin              | asin(x)           | x=-1:1
asinh             | asinh(x)          | x=-1e300:1e300
atan              | atan(x)           | x=-1e300:1e300
atan2             | atan2(y, x)       | y=-1e10:1e10 x=-1e10:1e10
atanh             | atanh(x)          | x=-1:1
cbrt              | cbrt(x)           | x=-1e308:1e308
ceil              | ceil(x)           | x=-1e15:1e15
cos               | cos(x)            | x=-1e22:1e22
cosh              | cosh(x)           | x=-711:711
degrees           | x*180/pi          | x=-1e300:1e300
erf               | erf(x)            | x=-7:7
erfc              | erfc(x)           | x=-7:28
exp               | exp(x)            | x=-746:710
exp2              | exp2(x)           | x=-1075:1024
expm1             | expm1(x)          | x=-40:710
fabs              | abs(x)            | x=-1e308:1e308
floor             | floor(x)          | x=-1e15:1e15
fmod              | fmod(x, y)        | x=-1e10:1e10 y=-1e3:1e3
gamma             | gamma(x)          | x=-171:172
hypot             | hypot(x, y)       | x=-1e308:1e308 y=-1e308:1e308
lgamma            | lgamma(x)         | x=-100:1e300
log               | log(x)            | x=5e-324:1e308
log10             | log10(x)          | x=5e-324:1e308
log1p             | log1p(x)          | x=-1:1e300
log2              | log2(x)           | x=5e-324:1e308
pow               | x^y               | x=1e-10:1e10 y=-30:30
radians           | x*pi/180          | x=-1e300:1e300
sin               | sin(x)            | x=-1e22:1e22
sinh              | sinh(x)           | x=-711:711
sqrt              | sqrt(x)           | x=0:1e308
tan               | tan(x)            | x=-1e22:1e22
tanh              | tanh(x)           | x=-25:25
trunc             | trunc(x)          | x=-1e15:1e15
""",
    "numpy": """
absolute          | abs(x)            | x=-1e308:1e308
add               | x + y             | x=-1e300:1e300 y=-1e300:1e300
arccos            | acos(x)           | x=-1:1
arccosh           | acosh(x)          | x=1:1e300
arcsin            | asin(x)           | x=-1:1
arcsinh           | asinh(x)          | x=-1e300:1e300
arctan            | atan(x)           | x=-1e300:1e300
arctan2           | atan2(y, x)       | y=-1e10:1e10 x=-1e10:1e10
arctanh           | atanh(x)          | x=-1:1
cbrt              | cbrt(x)           | x=-1e308:1e308
ceil              | ceil(x)           | x=-1e15:1e15
cos               | cos(x)            | x=-1e22:1e22
cosh              | cosh(x)           | x=-711:711
deg2rad           | x*pi/180          | x=-1e300:1e300
degrees           | x*180/pi          | x=-1e300:1e300
divide            | x/y               | x=-1e150:1e150 y=-1e150:1e150
exp               | exp(x)            | x=-746:710
exp2              | exp2(x)           | x=-1075:1024
expm1             | expm1(x)          | x=-40:710
fabs              | abs(x)            | x=-1e308:1e308
float_power       | x^y               | x=1e-10:1e10 y=-30:30
floor             | floor(x)          | x=-1e15:1e15
floor_divide      | floor(x/y)        | x=-1e10:1e10 y=0.1:1e3
fmax              | max(x, y)         | x=-1e300:1e300 y=-1e300:1e300
fmin              | min(x, y)         | x=-1e300:1e300 y=-1e300:1e300
fmod              | fmod(x, y)        | x=-1e10:1e10 y=-1e3:1e3
hypot             | hypot(x, y)       | x=-1e308:1e308 y=-1e308:1e308
i0                | besseli(0, x)     | x=-700:700
log               | log(x)            | x=5e-324:1e308
log10             | log10(x)          | x=5e-324:1e308
log1p             | log1p(x)          | x=-1:1e300
log2              | log2(x)           | x=5e-324:1e308
logaddexp         | logaddexp(x, y)   | x=-700:700 y=-700:700
logaddexp2        | log2(exp2(x) + exp2(y)) | x=-1000:1000 y=-1000:1000
maximum           | max(x, y)         | x=-1e300:1e300 y=-1e300:1e300
minimum           | min(x, y)         | x=-1e300:1e300 y=-1e300:1e300
multiply          | x*y               | x=-1e150:1e150 y=-1e150:1e150
negative          | -x                | x=-1e308:1e308
power             | x^y               | x=1e-10:1e10 y=-30:30
rad2deg           | x*180/pi          | x=-1e300:1e300
radians           | x*pi/180          | x=-1e300:1e300
reciprocal        | 1/x               | x=-1e300:1e300
remainder         | x - y*floor(x/y)  | x=-1e10:1e10 y=0.1:1e3
sign              | sign(x)           | x=-1e300:1e300
sin               | sin(x)            | x=-1e22:1e22
sinc              | sinc(pi*x)        | x=-1e3:1e3
sinh              | sinh(x)           | x=-711:711
sqrt              | sqrt(x)           | x=0:1e308
square            | x^2               | x=-1e150:1e150
subtract          | x - y             | x=-1e300:1e300 y=-1e300:1e300
tan               | tan(x)            | x=-1e22:1e22
tanh              | tanh(x)           | x=-25:25
trunc             | trunc(x)          | x=-1e15:1e15
""",
    "scipy.special": """
agm               | agm(x, y)         | x=1e-10:1e10 y=1e-10:1e10
airy[0]           | airyai(x)         | x=-100:100
airy[1]           | airyaiprime(x)    | x=-100:100
airy[2]           | airybi(x)         | x=-100:100
airy[3]           | airybiprime(x)    | x=-100:100
bdtr              | betainc(n - k, k + 1, 1 - p) | k=0..9 n=10..50 p=0.01:0.99
bdtrc             | betainc(k + 1, n - k, p) | k=0..9 n=10..50 p=0.01:0.99
beta              | beta(x, y)        | x=1e-3:100 y=1e-3:100
betainc           | betainc(a, b, x)  | a=1e-2:100 b=1e-2:100 x=0:1
betaincc          | 1 - betainc(a, b, x) | a=1e-2:100 b=1e-2:100 x=0:1
betaln            | lgamma(x) + lgamma(y) - lgamma(x + y) | x=1e-3:1e6 y=1e-3:1e6
binom             | binomial(n, k)    | n=0:100 k=0:100
boxcox            | (x^y - 1)/y       | x=1e-3:1e3 y=-5:5
boxcox1p          | ((1 + x)^y - 1)/y | x=-0.9:1e3 y=-5:5
cbrt              | cbrt(x)           | x=-1e308:1e308
chdtr             | gammainc(v/2, x/2) | v=0.1:200 x=0:400
chdtrc            | gammaincc(v/2, x/2) | v=0.1:200 x=0:400
comb              | binomial(n, k)    | n=0..200 k=0..100
cosdg             | cospi(x/180)      | x=-1e6:1e6
cosm1             | -2*sin(x/2)^2     | x=-100:100
cotdg             | 1/tanpi(x/180)    | x=-1e6:1e6
dawsn             | dawson(x)         | x=-1e3:1e3
ellipe            | ellipe(m)         | m=-1e3:1
ellipeinc         | ellipeinc(phi, m) | phi=-1.5:1.5 m=-100:0.99
ellipk            | ellipk(m)         | m=-1e3:1
ellipkinc         | ellipf(phi, m)    | phi=-1.5:1.5 m=-100:0.99
ellipkm1          | ellipk(1 - p)     | p=1e-300:1e3
elliprc           | elliprc(x, y)     | x=0:1e10 y=1e-10:1e10
elliprd           | elliprd(x, y, z)  | x=1e-10:1e10 y=1e-10:1e10 z=1e-10:1e10
elliprf           | elliprf(x, y, z)  | x=1e-10:1e10 y=1e-10:1e10 z=1e-10:1e10
elliprg           | elliprg(x, y, z)  | x=1e-10:1e10 y=1e-10:1e10 z=1e-10:1e10
elliprj           | elliprj(x, y, z, p) | x=1e-5:1e5 y=1e-5:1e5 z=1e-5:1e5 p=1e-5:1e5
entr              | -x*log(x)         | x=1e-300:1e300
erf               | erf(x)            | x=-7:7
erfc              | erfc(x)           | x=-7:28
erfcinv           | erfcinv(x)        | x=1e-300:1.99
erfcx             | erfcx(x)          | x=-26:1e10
erfi              | erfi(x)           | x=-26:26
erfinv            | erfinv(x)         | x=-1:1
eval_chebyc       | 2*chebyt(n, x/2)  | n=0..5,50..50 x=-2:2
eval_chebys       | chebyu(n, x/2)    | n=0..5,50..50 x=-2:2
eval_chebyt       | chebyt(n, x)      | n=0..5,50..50 x=-1:1
eval_chebyu       | chebyu(n, x)      | n=0..5,50..50 x=-1:1
eval_gegenbauer   | gegenbauer(n, m, x) | n=1..5,20..20 m=0.1:10 x=-1:1
eval_genlaguerre  | genlaguerre(n, a, x) | n=0..5,50..50 a=-0.5:5 x=0:100
eval_hermite      | hermite(n, x)     | n=0..5,50..50 x=-10:10
eval_hermitenorm  | 2^(-n/2)*hermite(n, x/sqrt(2)) | n=0..5,50..50 x=-10:10
eval_jacobi       | jacobi(n, a, b, x) | n=1..5,20..20 a=-0.5:5 b=-0.5:5 x=-1:1
eval_laguerre     | laguerre(n, x)    | n=0..5,50..50 x=0:100
eval_legendre     | legendre(n, x)    | n=0..5,50..50 x=-1:1
eval_sh_chebyt    | chebyt(n, 2*x - 1) | n=0..5,50..50 x=0:1
eval_sh_chebyu    | chebyu(n, 2*x - 1) | n=0..5,50..50 x=0:1
eval_sh_legendre  | legendre(n, 2*x - 1) | n=0..5,50..50 x=0:1
exp1              | e1(x)             | x=1e-300:700
exp10             | exp10(x)          | x=-323:308
exp2              | exp2(x)           | x=-1075:1024
expi              | ei(x)             | x=-700:700
expit             | expit(x)          | x=-745:745
expm1             | expm1(x)          | x=-40:710
expn              | expint(n, x)      | n=1..5,50..50 x=1e-10:700
exprel            | expm1(x)/x        | x=-700:700
factorial         | factorial(x)      | x=0..170
fdtr              | betainc(a/2, b/2, a*x/(b + a*x)) | a=0.5:50 b=0.5:50 x=1e-3:100
fdtrc             | betainc(b/2, a/2, b/(b + a*x)) | a=0.5:50 b=0.5:50 x=1e-3:100
fresnel[0]        | fresnels(x)       | x=-100:100
fresnel[1]        | fresnelc(x)       | x=-100:100
gamma             | gamma(x)          | x=-171:172
gammainc          | gammainc(a, x)    | a=1e-2:1e3 x=0:2e3
gammaincc         | gammaincc(a, x)   | a=1e-2:1e3 x=0:2e3
gammaln           | lgamma(x)         | x=-100:1e300
gdtr              | gammainc(b, a*x)  | a=0.1:10 b=0.1:50 x=0:100
gdtrc             | gammaincc(b, a*x) | a=0.1:10 b=0.1:50 x=0:100
hyp0f1            | hyp0f1(v, x)      | v=0.1:50 x=-100:100
hyp1f1            | hyp1f1(a, b, x)   | a=-10:10 b=0.1:20 x=-50:50
hyp2f1            | hyp2f1(a, b, c, x) | a=-5:5 b=-5:5 c=0.1:10 x=-10:0.99
hyperu            | hyperu(a, b, x)   | a=0.1:10 b=-5:5 x=0.1:50
i0                | besseli(0, x)     | x=-700:700
i0e               | besselie(0, x)    | x=-1e6:1e6
i1                | besseli(1, x)     | x=-700:700
i1e               | besselie(1, x)    | x=-1e6:1e6
inv_boxcox        | (1 + l*y)^(1/l)   | y=0:5 l=1e-3:5
inv_boxcox1p      | (1 + l*y)^(1/l) - 1 | y=0:5 l=1e-3:5
iv                | besseli(v, x)     | v=0:50 x=0:500
ive               | besselie(v, x)    | v=0:50 x=0:1e4
j0                | besselj(0, x)     | x=-1e4:1e4
j1                | besselj(1, x)     | x=-1e4:1e4
jn                | besselj(n, x)     | n=0..5,50..50 x=-1e3:1e3
jv                | besselj(v, x)     | v=0:50 x=0:1e3
jve               | besselj(v, x)     | v=0:50 x=0:1e3
k0                | besselk(0, x)     | x=1e-300:700
k0e               | besselke(0, x)    | x=1e-300:1e6
k1                | besselk(1, x)     | x=1e-300:700
k1e               | besselke(1, x)    | x=1e-300:1e6
kl_div            | x*log(x/y) - x + y | x=1e-10:1e10 y=1e-10:1e10
kn                | besselk(n, x)     | n=0..5,50..50 x=1e-3:500
kv                | besselk(v, x)     | v=0:50 x=1e-3:500
kve               | besselke(v, x)    | v=0:50 x=1e-3:1e4
log1p             | log1p(x)          | x=-1:1e300
log_expit         | -log1p(exp(-x))   | x=-745:745
log_ndtr          | log(ndtr(x))      | x=-100:38
loggamma          | lgamma(x)         | x=1e-300:1e300
logit             | logit(x)          | x=0:1
nbdtr             | betainc(n, k + 1, p) | k=0..20 n=1..50 p=0.01:0.99
nbdtrc            | betainc(k + 1, n, 1 - p) | k=0..20 n=1..50 p=0.01:0.99
ndtr              | ndtr(x)           | x=-38:38
ndtri             | -sqrt(2)*erfcinv(2*x) | x=1e-300:1
pdtr              | gammaincc(k + 1, m) | k=0..100 m=0.01:200
pdtrc             | gammainc(k + 1, m) | k=0..100 m=0.01:200
poch              | rising(x, n)      | x=0.1:50 n=0:50
polygamma         | polygamma(n, x)   | n=0..3,10..10 x=1e-3:1e3
powm1             | x^y - 1           | x=1e-3:1e3 y=-5:5
pseudo_huber      | d^2*(sqrt(1 + (x/d)^2) - 1) | d=1e-3:1e3 x=-1e6:1e6
psi               | digamma(x)        | x=-100:1e300
radian            | (d + m/60 + s/3600)*pi/180 | d=0:360 m=0:60 s=0:60
rel_entr          | x*log(x/y)        | x=1e-10:1e10 y=1e-10:1e10
rgamma            | rgamma(x)         | x=-170:170
shichi[0]         | shi(x)            | x=-700:700
shichi[1]         | chi(x)            | x=1e-10:700
sici[0]           | si(x)             | x=-1e6:1e6
sici[1]           | ci(x)             | x=1e-10:1e6
sindg             | sinpi(x/180)      | x=-1e6:1e6
spence            | dilog(1 - x)      | x=1e-10:1e10
spherical_in      | sqrt(pi/(2*x))*besseli(n + 1/2, x) | n=0..5 x=1e-3:500
spherical_jn      | sqrt(pi/(2*x))*besselj(n + 1/2, x) | n=0..5 x=1e-3:1e3
spherical_kn      | sqrt(pi/(2*x))*besselk(n + 1/2, x) | n=0..5 x=1e-3:500
spherical_yn      | sqrt(pi/(2*x))*bessely(n + 1/2, x) | n=0..5 x=1e-3:1e3
tandg             | tanpi(x/180)      | x=-1e6:1e6
wrightomega       | lambertw(exp(x))  | x=-700:700
xlog1py           | x*log1p(y)        | x=-1e10:1e10 y=-0.999:1e10
xlogy             | x*log(y)          | x=-1e10:1e10 y=1e-10:1e10
y0                | bessely(0, x)     | x=1e-10:1e4
y1                | bessely(1, x)     | x=1e-10:1e4
yn                | bessely(n, x)     | n=0..5,50..50 x=1e-2:1e3
yv                | bessely(v, x)     | v=0:50 x=1e-2:1e3
yve               | bessely(v, x)     | v=0:50 x=1e-2:1e3
zeta              | hurwitz(x, q)     | x=1.001:50 q=0.1:100
zetac             | zeta(x) - 1       | x=-20:0.999,1.001:60
""",
}
