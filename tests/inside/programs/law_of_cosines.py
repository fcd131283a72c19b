"""The distance of two near places on the sphere by the spherical law of cosines; the haversine is the repair.

Source: Sinnott, Virtues of the haversine, Sky and Telescope 68 (1984).
"""

import math

AT = {"lat1": 0.8412, "lon1": 0.2338, "lat2": 0.841200021, "lon2": 0.233800013}


def f(lat1, lon1, lat2, lon2):
    sines = math.sin(lat1) * math.sin(lat2)  # makes
    cosines = math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)  # makes
    return math.acos(sines + cosines)  # magnifies


def repaired(lat1, lon1, lat2, lon2):
    north = math.sin((lat2 - lat1) / 2)  # innocent: near latitudes have an exact difference
    east = math.sin((lon2 - lon1) / 2)  # innocent
    return 2 * math.asin(math.sqrt(north * north + math.cos(lat1) * math.cos(lat2) * east * east))


def truth(lat1, lon1, lat2, lon2):
    from mpmath import mp, mpf

    with mp.workdps(80):
        a, b, c, d = map(mpf, (lat1, lon1, lat2, lon2))
        return mp.acos(mp.sin(a) * mp.sin(c) + mp.cos(a) * mp.cos(c) * mp.cos(d - b))
