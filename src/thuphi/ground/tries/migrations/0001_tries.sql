-- Pages count here; nothing that matters is lost when a row is.
GRANT INSERT, UPDATE, DELETE ON tries TO thuphi_app;

-- Django's cache, in which sign-in counts what failed: shared by all processes, and too large to be
-- filled so that older counts fall out.
CREATE TABLE django_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX django_cache_expires ON django_cache (expires);
GRANT INSERT, UPDATE, DELETE ON django_cache TO thuphi_app;
