"""Reading the names of reference systems, and the way to lon/lat and back."""

import numpy as np
import pyproj
import pytest
import shapely

from geo_grid.core.crs import Crs, distance_m, length_m, local_projection
from geo_grid.core.errors import CrsError

RANDOM = np.random.default_rng(20260101)
JIAXING = RANDOM.uniform([120.0, 30.2], [121.2, 31.0], (20_000, 2))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("4490", "EPSG:4490"),
        ("epsg:4547", "EPSG:4547"),
        (" EPSG:3857 ", "EPSG:3857"),
        ("CGCS2000", "EPSG:4490"),
        ("cgcs 2000", "EPSG:4490"),
        ("国家2000", "EPSG:4490"),
        ("WGS84", "EPSG:4326"),
        ("WGS 84", "EPSG:4326"),
        ("OGC:CRS84", "EPSG:4326"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("urn:ogc:def:crs:EPSG::4490", "EPSG:4490"),
        ("http://www.opengis.net/def/crs/EPSG/0/4549", "EPSG:4549"),
        ("CGCS2000 / 3-degree Gauss-Kruger CM 114E", "EPSG:4547"),
        ("gcj02", "GCJ-02"),
        ("GCJ-02", "GCJ-02"),
        ("火星坐标系", "GCJ-02"),
        ("bd09", "BD-09"),
        ("EPSG:4326+5773", "EPSG:4326"),
        ("EPSG:4979", "EPSG:4326"),
    ],
)
def test_a_name_is_read_as_people_write_it(given: str, name: str) -> None:
    assert Crs.parse(given).name == name


@pytest.mark.parametrize(
    "given",
    [
        "",
        "foo",
        "beijing",
        "EPSG:99999",
        "4490abc",
        "gauss",
        "x" * 30_000,
        "+proj=longlat +nadgrids=/etc/passwd",
    ],
)
def test_an_unknown_name_is_refused_and_never_guessed(given: str) -> None:
    with pytest.raises(CrsError) as caught:
        Crs.parse(given)
    assert caught.value.code == "crs_unknown"


@pytest.mark.parametrize("given", ["EPSG:4978", "EPSG:5773", 'LOCAL_CS["nowhere",UNIT["metre",1]]'])
def test_a_system_without_a_map_is_unusable(given: str) -> None:
    with pytest.raises(CrsError) as caught:
        Crs.parse(given)
    assert caught.value.code == "crs_unusable"


def test_esri_wkt_of_a_shapefile_is_recognised() -> None:
    wkt = pyproj.CRS.from_epsg(4549).to_wkt("WKT1_ESRI")
    assert Crs.from_wkt(wkt) == Crs("EPSG:4549")


def test_a_system_that_no_authority_lists_keeps_its_definition() -> None:
    wkt = pyproj.CRS.from_proj4("+proj=tmerc +lon_0=120.75 +x_0=123456 +ellps=GRS80 +units=m").to_wkt()
    crs = Crs.from_wkt(wkt)
    assert crs.definition
    np.testing.assert_allclose(crs.to_lonlat(crs.from_lonlat(JIAXING)), JIAXING, atol=1e-12)


@pytest.mark.parametrize("name", ["EPSG:4326", "EPSG:4490"])
def test_lonlat_on_the_world_datum_passes_bit_for_bit(name: str) -> None:
    crs = Crs.parse(name)
    assert crs.is_lonlat
    assert crs.is_identity
    assert crs.to_lonlat(JIAXING) is JIAXING


@pytest.mark.parametrize("code", [4549, 4528, 4508, 4497, 3857, 32651])
def test_a_projection_comes_back_to_far_less_than_a_lattice_unit(code: int) -> None:
    crs = Crs.parse(str(code))
    assert not crs.is_lonlat
    np.testing.assert_allclose(crs.to_lonlat(crs.from_lonlat(JIAXING)), JIAXING, atol=1e-11)


def test_gauss_kruger_has_easting_first_with_and_without_the_zone() -> None:
    place = np.array([[120.5, 30.5]])
    plain = Crs.parse("EPSG:4549").from_lonlat(place)[0]
    zoned = Crs.parse("EPSG:4528").from_lonlat(place)[0]
    assert 5.4e5 < plain[0] < 5.5e5
    assert 3.37e6 < plain[1] < 3.38e6
    np.testing.assert_allclose(zoned - plain, [40e6, 0.0], atol=1e-6)


def test_gauss_kruger_agrees_with_pyproj() -> None:
    ours = Crs.parse("EPSG:4549").from_lonlat(JIAXING)
    theirs = pyproj.Transformer.from_crs(4490, 4549, always_xy=True).transform(*JIAXING.T)
    np.testing.assert_allclose(ours, np.column_stack(theirs), rtol=0, atol=1e-7)


@pytest.mark.parametrize("name", ["EPSG:4549", "EPSG:3857", "EPSG:3824", "EPSG:2437", "GCJ-02", "BD-09"])
def test_equal_vertices_stay_equal_however_the_array_is_cut(name: str) -> None:
    crs = Crs.parse(name)
    given = crs.from_lonlat(JIAXING)
    whole = crs.to_lonlat(given)
    one_by_one = np.vstack([crs.to_lonlat(given[row : row + 1]) for row in range(500)])
    np.testing.assert_array_equal(one_by_one, whole[:500])
    np.testing.assert_array_equal(crs.to_lonlat(given[7:9001:3]), whole[7:9001:3])
    np.testing.assert_array_equal(crs.to_lonlat(given[::-1]), whole[::-1])
    np.testing.assert_array_equal(crs.to_lonlat(np.asfortranarray(given)), whole)


def test_another_datum_goes_through_proj() -> None:
    tokyo = Crs.parse("EPSG:4301")
    assert tokyo.is_lonlat
    assert not tokyo.is_identity
    place = np.array([[139.7, 35.7]])
    moved = float(distance_m(*place[0], *tokyo.to_lonlat(place)[0]))
    assert 400 < moved < 500


def test_a_place_off_the_earth_is_infinite_and_not_an_error() -> None:
    assert not np.isfinite(Crs.parse("EPSG:4549").to_lonlat(np.array([[1e30, 1e30]]))).any()


@pytest.mark.parametrize(("name", "step"), [("EPSG:4326", 1e-7), ("GCJ-02", 1e-7), ("EPSG:4549", 0.0111319)])
def test_a_lattice_step_is_in_the_units_of_the_system(name: str, step: float) -> None:
    assert Crs.parse(name).lattice_step == pytest.approx(step, rel=1e-5)


def test_a_system_in_feet_has_its_step_in_feet() -> None:
    assert Crs.parse("EPSG:2263").lattice_step == pytest.approx(0.0111319 / 0.3048006, rel=1e-5)


def test_two_names_of_one_system_are_the_same() -> None:
    assert Crs.parse("4326").same_as(Crs.parse("4490"))
    assert not Crs.parse("4326").same_as(Crs.parse("GCJ-02"))
    assert not Crs.parse("4549").same_as(Crs.parse("4550"))
    wkt = pyproj.CRS.from_epsg(4549).to_wkt("WKT1_ESRI")
    assert Crs.from_wkt(wkt).same_as(Crs.parse("4549"))


def test_length_follows_the_ellipsoid() -> None:
    lines = [shapely.LineString([(0, 0), (1, 0)]), None, shapely.Point(1, 1), shapely.box(0, 0, 1, 1)]
    nested = shapely.GeometryCollection([shapely.MultiLineString([lines[0], lines[0]]), lines[0]])
    found = length_m(np.array([*lines, nested], dtype=object))
    degree = np.pi / 180 * 6378137
    np.testing.assert_allclose(found[[0, 4]], [degree, 3 * degree], rtol=1e-12)
    assert found[1] == found[2] == 0
    assert 4.43e5 < found[3] < 4.45e5


def test_a_local_map_is_true_around_its_centre() -> None:
    flat = local_projection(120.5, 30.5)
    xy = flat.from_lonlat(np.array([[120.5, 30.5], [120.51, 30.5], [120.5, 30.51]]))
    np.testing.assert_allclose(xy[0], [0, 0], atol=1e-8)
    expected = [
        float(distance_m(120.5, 30.5, 120.51, 30.5)),
        float(distance_m(120.5, 30.5, 120.5, 30.51)),
    ]
    np.testing.assert_allclose(np.hypot(*xy[1:].T), expected, rtol=1e-9)
