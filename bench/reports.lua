-- Report something at one place after another: wrk -s reports.lua URL -- PLACES ACKNOWLEDGED
-- PLACES holds a longitude and a latitude on each line. The number of each report that was taken (201) is
-- written into ACKNOWLEDGED, whatever was answered otherwise as "! STATUS".

local bodies = {}
local place = 0
local sent = 0
local run = tostring(os.time())
local heard

function init(args)
  for line in io.lines(args[1]) do
    local lon, lat = line:match("(%S+) (%S+)")
    bodies[#bodies + 1] = ('{"category":"0101","text":"一堆垃圾","lon":%s,"lat":%s}'):format(lon, lat)
  end
  heard = io.open(args[2], "w")
end

function request()
  place = (place + 7919) % #bodies
  sent = sent + 1
  local headers = { ["Content-Type"] = "application/json", ["Idempotency-Key"] = ("bench-%s-%010d"):format(run, sent) }
  return wrk.format("POST", "/api/v1/reports", headers, bodies[place + 1])
end

function response(status, _, body)
  heard:write(status == 201 and body:match('"number":"([^"]+)"') or ("! " .. status), "\n")
  heard:flush()
end
