import shapely

from geo_grid.core.bounds.along import boxes_along


def test_boxes_hold_the_border_and_leave_out_what_is_far_inside() -> None:
    ring = shapely.segmentize(shapely.box(0, 0, 1_000_000, 1_000_000), 20_000)
    holed = ring.difference(shapely.box(400_000, 400_000, 410_000, 410_000))
    boxes = shapely.box(*boxes_along(holed, 5_000).T)
    held = shapely.union_all(boxes)
    assert held.contains(holed.boundary.buffer(4_000))
    assert not held.intersects(shapely.Point(200_000, 200_000))
    assert held.area < holed.area / 10
