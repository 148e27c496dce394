-- One POST per person: a line of $VISITORS holds somebody's cookie and form token.
local visitors = {}
for line in io.lines(os.getenv("VISITORS")) do
  local cookie, token = line:match("^(%S+) (%S+)$")
  visitors[#visitors + 1] = {cookie, token}
end

local turn = 0
local body = os.getenv("BODY")

function request()
  turn = turn + 1
  local visitor = visitors[(turn - 1) % #visitors + 1]
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Cookie"] = "kring=" .. visitor[1],
  }
  return wrk.format("POST", nil, headers, body .. "&csrf_token=" .. visitor[2])
end

function done(summary, latency)
  io.write(string.format(
    "RESULT %d %.3f %.1f %.1f %d\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3,
    summary.errors.connect + summary.errors.read + summary.errors.write +
      summary.errors.timeout + summary.errors.status
  ))
end
