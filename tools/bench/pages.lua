-- The same page again and again; $ETAG asks whether it changed, $PACKED how it may be packed.
local etag = os.getenv("ETAG")
if etag and etag ~= "" then wrk.headers["If-None-Match"] = etag end
wrk.headers["Accept-Encoding"] = os.getenv("PACKED")

function done(summary, latency)
  io.write(string.format(
    "RESULT %d %.3f %.1f %.1f %d\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3,
    summary.errors.connect + summary.errors.read + summary.errors.write +
      summary.errors.timeout + summary.errors.status
  ))
end
