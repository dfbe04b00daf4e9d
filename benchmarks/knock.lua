-- For wrk: sends each prepared request once, in order, and says at the end what came of it.
local file
-- wrk makes one request to look at before it begins, and does not send it.
sent = -1

function setup(thread)
  only_thread = thread
end

function init(arguments)
  file = io.open(arguments[1], "r")
  wrk.headers["content-type"] = "application/json"
end

function request()
  local line = file:read("*l")
  if line == nil then
    wrk.thread:stop()
    return wrk.format("GET", "/gate/health")
  end
  local path, stamp, digest, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
  wrk.headers["x-sandbox-timestamp"] = stamp
  wrk.headers["x-sandbox-signature"] = digest
  sent = sent + 1
  return wrk.format("POST", path, nil, body)
end

function done(summary, latency, requests)
  local wrong = summary.errors.status + summary.errors.read + summary.errors.write
    + summary.errors.timeout
  io.write(string.format("told %d %d %d\n", only_thread:get("sent"), summary.requests - wrong,
    summary.duration))
end
