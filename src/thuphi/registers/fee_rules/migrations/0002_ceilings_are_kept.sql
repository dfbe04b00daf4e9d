-- Ceilings are public: every page reads them; an office's page sets and ends them.
GRANT INSERT ON fee_ceiling TO thuphi_app;
GRANT UPDATE (valid) ON fee_ceiling TO thuphi_app;
ALTER TABLE fee_ceiling ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON fee_ceiling TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY everybody_reads ON fee_ceiling FOR SELECT TO thuphi_app USING (true);
CREATE POLICY app_sets_for_its_offices ON fee_ceiling FOR INSERT TO thuphi_app
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
CREATE POLICY app_sets_in_its_place ON fee_ceiling AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (EXISTS (
        SELECT FROM agency AS a JOIN place AS p ON p.id = fee_ceiling.place_id
        WHERE a.id = agency_id
          AND (a.place_id IS NULL OR a.place_id IN (p.id, p.parent_id, p.province_id))));
CREATE POLICY app_ends_for_its_offices ON fee_ceiling FOR UPDATE TO thuphi_app
    USING (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]))
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));

-- A ceiling is never rewritten, only ended: last year's bills are measured by last year's rule.
CREATE FUNCTION fee_ceiling_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (NEW.place_id, NEW.agency_id, NEW.code, NEW.name, NEW.level, NEW.area, NEW.nature, NEW.unit,
         NEW.max_vnd, NEW.ground, NEW.ground_on, lower(NEW.valid))
        IS NOT DISTINCT FROM
        (OLD.place_id, OLD.agency_id, OLD.code, OLD.name, OLD.level, OLD.area, OLD.nature, OLD.unit,
         OLD.max_vnd, OLD.ground, OLD.ground_on, lower(OLD.valid))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'fee_ceiling_is_kept',
        TABLE = 'fee_ceiling',
        MESSAGE = 'fee_ceiling_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER fee_ceiling_is_kept BEFORE UPDATE OR DELETE ON fee_ceiling
    FOR EACH ROW EXECUTE FUNCTION fee_ceiling_is_kept();
CREATE TRIGGER fee_ceiling_is_never_emptied BEFORE TRUNCATE ON fee_ceiling
    FOR EACH STATEMENT EXECUTE FUNCTION fee_ceiling_is_kept();
