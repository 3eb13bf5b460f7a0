"""Search: how names and house numbers are compared, what their pinyin is, how near a typing error is."""
