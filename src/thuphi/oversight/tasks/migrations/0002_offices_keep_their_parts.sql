-- Offices see the whole board; each writes its own part, remarks and money. What was said stays.
ALTER TABLE task_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON task_item TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON task_item FOR SELECT TO thuphi_app
    USING (coalesce(cardinality((SELECT thuphi_agency_scope())::bigint[]), 0) > 0);
-- The people's committee of the province sets days.
CREATE POLICY app_committee_sets_days ON task_item FOR UPDATE TO thuphi_app
    USING (EXISTS (
        SELECT FROM agency AS a
        WHERE a.id = ANY ((SELECT thuphi_agency_scope())::bigint[])
          AND a.kind = 'peoples_committee' AND a.place_id = task_item.place_id))
    WITH CHECK (true);
GRANT UPDATE (due_on, due_is_set) ON task_item TO thuphi_app;

ALTER TABLE task_part ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON task_part TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON task_part FOR SELECT TO thuphi_app
    USING (coalesce(cardinality((SELECT thuphi_agency_scope())::bigint[]), 0) > 0);
CREATE POLICY app_lead_moves_its_part ON task_part FOR UPDATE TO thuphi_app
    USING (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]))
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
-- The people's committee gives a task to a further lead.
CREATE POLICY app_committee_gives ON task_part FOR INSERT TO thuphi_app
    WITH CHECK (state = 'not_started' AND EXISTS (
        SELECT FROM task_item AS i JOIN agency AS a ON a.place_id = i.place_id
        WHERE i.id = item_id AND a.kind = 'peoples_committee'
          AND a.id = ANY ((SELECT thuphi_agency_scope())::bigint[])));
GRANT INSERT, UPDATE (state, percent, note, evidence, evidence_url, updated_at) ON task_part
    TO thuphi_app;

ALTER TABLE task_support ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON task_support TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON task_support FOR SELECT TO thuphi_app
    USING (coalesce(cardinality((SELECT thuphi_agency_scope())::bigint[]), 0) > 0);

ALTER TABLE task_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON task_step TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON task_step FOR SELECT TO thuphi_app
    USING (coalesce(cardinality((SELECT thuphi_agency_scope())::bigint[]), 0) > 0);
CREATE POLICY app_lead_writes ON task_step FOR INSERT TO thuphi_app
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
GRANT INSERT ON task_step TO thuphi_app;
SELECT keep_for_ever('task_step');

ALTER TABLE task_comment ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON task_comment TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON task_comment FOR SELECT TO thuphi_app
    USING (coalesce(cardinality((SELECT thuphi_agency_scope())::bigint[]), 0) > 0);
CREATE POLICY app_office_remarks ON task_comment FOR INSERT TO thuphi_app
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
GRANT INSERT ON task_comment TO thuphi_app;
SELECT keep_for_ever('task_comment');

ALTER TABLE task_funding ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON task_funding TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON task_funding FOR SELECT TO thuphi_app
    USING (coalesce(cardinality((SELECT thuphi_agency_scope())::bigint[]), 0) > 0);
CREATE POLICY app_office_writes ON task_funding FOR INSERT TO thuphi_app
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
CREATE POLICY app_office_strikes ON task_funding FOR UPDATE TO thuphi_app
    USING (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]))
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
GRANT INSERT, UPDATE (struck_at, struck_reason) ON task_funding TO thuphi_app;

-- A part goes from state to state as rules.PART_STATES says, and stays its lead's.
CREATE FUNCTION task_part_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moves CONSTANT text[] := ARRAY[
        'not_started>doing', 'not_started>done', 'doing>doing', 'doing>done', 'done>doing',
        'done>confirmed', 'confirmed>doing'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state || '>' || NEW.state = ANY (moves)
           AND (NEW.id, NEW.item_id, NEW.agency_id, NEW.code)
               = (OLD.id, OLD.item_id, OLD.agency_id, OLD.code)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'task_part_is_kept',
        TABLE = 'task_part',
        MESSAGE = 'task_part_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER task_part_is_kept BEFORE UPDATE OR DELETE ON task_part
    FOR EACH ROW EXECUTE FUNCTION task_part_is_kept();

-- A row of money is struck once; nothing else of it changes.
CREATE FUNCTION task_funding_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    struck CONSTANT text[] := ARRAY['struck_at', 'struck_reason'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.struck_at IS NULL AND to_jsonb(NEW) - struck = to_jsonb(OLD) - struck THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'task_funding_is_kept',
        TABLE = 'task_funding',
        MESSAGE = 'task_funding_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER task_funding_is_kept BEFORE UPDATE OR DELETE ON task_funding
    FOR EACH ROW EXECUTE FUNCTION task_funding_is_kept();
