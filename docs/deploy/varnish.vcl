# Varnish as the cache in front (7.1 or newer), started with `-p http_gzip_support=off`, so that
# the codings the service offers (zstd among them) reach those who ask for them.
#
# Every answer is kept, and asked for again (If-None-Match) before each use: a release, a
# correction or the end of an embargo shows at once, and a copy that is still true costs the
# service a 304. tests/deploy proves each sentence here with the Varnish of Debian.
vcl 4.1;

backend ilms {
  .host = "ilms";
  .port = "8000";
  .connect_timeout = 3s;
  .first_byte_timeout = 120s;            # longer than ILMS_REQUEST_SECONDS
  .between_bytes_timeout = 60s;
}

sub vcl_recv {
  unset req.http.Cookie;                 # the service sets none; those of other sites say nothing
  if (req.http.X-Request-ID !~ "^[0-9A-Za-z-]{1,64}$") {
    unset req.http.X-Request-ID;
  }
  if (req.method != "GET") {
    return (pass);                       # a HEAD is free of the limits, a GET is not
  }
  # One name for each coding, so that browsers share copies.
  if (req.http.Accept-Encoding !~ ";") {
    if (req.http.Accept-Encoding ~ "zstd") {
      set req.http.Accept-Encoding = "zstd";
    } elsif (req.http.Accept-Encoding ~ "gzip") {
      set req.http.Accept-Encoding = "gzip";
    } else {
      unset req.http.Accept-Encoding;
    }
  }
  # Nobody waits for another's answer: it may have been asked for before an instant that has
  # passed since.
  set req.hash_ignore_busy = true;
  return (hash);
}

sub vcl_backend_response {
  if (beresp.status == 200 && beresp.http.ETag) {
    # Varnish does not ask with what was never valid (ttl 0s), so it is valid for a microsecond;
    # vcl_hit takes care of that one.
    set beresp.ttl = 1ms * 0.001;
    set beresp.grace = 0s;               # not used while asking either,
    set beresp.keep = 7d;                # but kept to ask with
    if (beresp.was_304) {
      # These belonged to whoever asked first.
      unset beresp.http.RateLimit-Limit;
      unset beresp.http.RateLimit-Remaining;
      unset beresp.http.RateLimit-Reset;
      unset beresp.http.RateLimit-Policy;
      unset beresp.http.Server-Timing;
      set beresp.http.X-Cache = "REVALIDATED";
    } else {
      set beresp.http.X-Cache = "MISS";
    }
  } else {
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    set beresp.uncacheable = true;
  }
  return (deliver);
}

sub vcl_hit {
  return (pass);                         # nothing is used unasked
}

sub vcl_deliver {
  unset resp.http.Via;
  unset resp.http.X-Varnish;
}

# The service is away. Nothing old is shown in its place: it could be what was withdrawn.
sub vcl_backend_error {
  set beresp.http.Content-Type = "text/plain; charset=utf-8";
  set beresp.http.Retry-After = "5";
  set beresp.http.Cache-Control = "no-cache";
  set beresp.http.Access-Control-Allow-Origin = "*";
  synthetic({"Error: 503
Status: 503
Title: Service unavailable
Message: the service cannot be reached; try again in a moment
"});
  return (deliver);
}

sub vcl_synth {
  set resp.http.Content-Type = "text/plain; charset=utf-8";
  set resp.http.Access-Control-Allow-Origin = "*";
  synthetic("Error: " + resp.status + {"
Message: "} + resp.reason + {"
"});
  return (deliver);
}
