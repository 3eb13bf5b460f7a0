from geo_grid.core.bounds.stored import SideDrift, drift, stored_sides, stored_text

NOW = {"east": ["解放东路"], "south": ["云溪", "和平路"], "west": ["西门新村网格"], "north": ["人民路"]}


class TestReading:
    def test_street_names_with_directions_in_them_are_no_sides(self) -> None:
        text = "东至解放东路，南至云溪、和平路，西至西门新村网格，北至人民路。"
        assert stored_sides(text) == {
            "east": "解放东路", "south": "云溪、和平路", "west": "西门新村网格", "north": "人民路",
        }  # fmt: skip

    def test_other_ways_of_writing(self) -> None:
        assert stored_sides("东临解放东路；南：云溪；西与西门新村相接；北起人民路")["south"] == "云溪"
        assert stored_sides("东至甲路南至乙路西至丙路北至丁路")["north"] == "丁路"
        assert stored_sides("East to A Road; south to B; west: C; north to D.")["west"] == "C"

    def test_where_imports_keep_it(self) -> None:
        assert stored_text({"四至": " 东至甲 "}) == "东至甲"
        sides = {"东至": "甲", "南至": "南至乙", "西至": "丙", "北至": "丁"}
        assert stored_text(sides) == "东至甲，南至乙，西至丙，北至丁。"
        assert stored_text({"四至": "", "东至": "甲"}) is None


class TestDrift:
    def test_a_text_that_still_fits_has_none(self) -> None:
        text = "东至解放东路，南沿云溪、和平路为界，西至西门新村（120 米），北至人民路中心线。"
        assert drift(text.replace("南沿", "南至"), NOW | {"west": ["西门新村"]}) == []

    def test_what_is_new_and_what_is_gone_is_told_by_side(self) -> None:
        text = "东至解放东路，南至云溪，西至西门新村网格，北至富民路。"
        assert drift(text, NOW) == [
            SideDrift("south", ("和平路",), ()),
            SideDrift("north", ("人民路",), ("富民路",)),
        ]

    def test_a_text_without_sides_is_searched_for_the_names(self) -> None:
        found = drift("解放东路、云溪、和平路与人民路之间", NOW)
        assert found == [SideDrift("west", ("西门新村网格",), ())]
