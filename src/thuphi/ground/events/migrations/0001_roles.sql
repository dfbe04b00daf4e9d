-- Two roles below the owner: pages work as thuphi_app and see only rows of facilities they were let
-- into; jobs and the gate work as thuphi_worker. Neither can change what is append-only. To pages a
-- new table is to be read only, until it is guarded or a migration grants more.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'thuphi_app') THEN
        CREATE ROLE thuphi_app NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'thuphi_worker') THEN
        CREATE ROLE thuphi_worker NOLOGIN;
    END IF;
    EXECUTE format('GRANT thuphi_app, thuphi_worker TO %I', current_user);
END
$$;

GRANT USAGE ON SCHEMA public TO thuphi_app, thuphi_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO thuphi_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO thuphi_worker;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO thuphi_app, thuphi_worker;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT ON TABLES TO thuphi_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO thuphi_worker;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO thuphi_app, thuphi_worker;

-- The facilities whose rows this connection may see; none when nobody has said.
CREATE FUNCTION thuphi_scope() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_to_array(nullif(current_setting('thuphi.facilities', true), ''), ',')::bigint[]
$$;

-- Guard the rows of a table by their facility; what is guarded so may be written by pages too.
CREATE FUNCTION guard_rows(guarded regclass, facility_column name DEFAULT 'facility_id')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY worker_sees_all ON %s TO thuphi_worker USING (true) WITH CHECK (true)',
        guarded);
    EXECUTE format(
        'CREATE POLICY app_sees_its_facilities ON %s TO thuphi_app '
        'USING (%I = ANY ((SELECT thuphi_scope())::bigint[])) '
        'WITH CHECK (%I = ANY ((SELECT thuphi_scope())::bigint[]))',
        guarded, facility_column, facility_column);
    EXECUTE format('GRANT INSERT, UPDATE ON %s TO thuphi_app', guarded);
END
$$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = TG_TABLE_NAME || '_is_append_only',
        TABLE = TG_TABLE_NAME,
        MESSAGE = TG_TABLE_NAME || '_is_append_only: ' || TG_OP || ' refused';
END
$$;

-- Make a table append-only, for everybody and for its owner too.
CREATE FUNCTION keep_for_ever(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM thuphi_app, thuphi_worker', kept);
    EXECUTE format(
        'CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
END
$$;
