-- Ask a server for one point after another: wrk -s points.lua URL -- FILE ADDRESS
-- FILE holds a longitude and a latitude on each line; in ADDRESS they stand for %LON% and %LAT%, and for a
-- box of one hundred-millionth of a degree %EAST% and %NORTH% besides.

local asked = {}
local place = 0

function init(args)
  for line in io.lines(args[1]) do
    local lon, lat = line:match("(%S+) (%S+)")
    local named = { LON = lon, LAT = lat, EAST = lon .. "1", NORTH = lat .. "1" }
    asked[#asked + 1] = wrk.format("GET", (args[2]:gsub("%%(%u+)%%", named)))
  end
  -- Each thread begins elsewhere.
  place = math.random(#asked)
end

function request()
  place = place % #asked + 1
  return asked[place]
end
