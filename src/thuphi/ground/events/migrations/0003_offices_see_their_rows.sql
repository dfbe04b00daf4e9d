-- The offices (agencies) whose rows this connection may see; none when nobody has said.
CREATE FUNCTION thuphi_agency_scope() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_to_array(nullif(current_setting('thuphi.agencies', true), ''), ',')::bigint[]
$$;

-- Guard the rows of a table by the office they belong to; what is guarded so may be written by pages.
CREATE FUNCTION guard_office_rows(guarded regclass, agency_column name DEFAULT 'agency_id')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY worker_sees_all ON %s TO thuphi_worker USING (true) WITH CHECK (true)',
        guarded);
    EXECUTE format(
        'CREATE POLICY app_sees_its_offices ON %s TO thuphi_app '
        'USING (%I = ANY ((SELECT thuphi_agency_scope())::bigint[])) '
        'WITH CHECK (%I = ANY ((SELECT thuphi_agency_scope())::bigint[]))',
        guarded, agency_column, agency_column);
    EXECUTE format('GRANT INSERT, UPDATE ON %s TO thuphi_app', guarded);
END
$$;
