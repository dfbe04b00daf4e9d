-- Offices see every office's reports; each writes its own, and an office on a report's route moves it.
CREATE FUNCTION thuphi_is_an_office() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(cardinality(thuphi_agency_scope()), 0) > 0
$$;

ALTER TABLE obligation ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON obligation TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON obligation FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office()));
-- `theo quy định`: the people's committee of the province says when.
CREATE POLICY app_committee_sets_the_day ON obligation FOR UPDATE TO thuphi_app
    USING (periodicity = 'as_prescribed' AND EXISTS (
        SELECT FROM agency AS a
        WHERE a.id = ANY ((SELECT thuphi_agency_scope())::bigint[])
          AND a.kind = 'peoples_committee' AND a.place_id = obligation.place_id))
    WITH CHECK (true);
GRANT UPDATE (due_at) ON obligation TO thuphi_app;

ALTER TABLE filing ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON filing TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON filing FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office()));
CREATE POLICY app_reporter_drafts ON filing FOR INSERT TO thuphi_app
    WITH CHECK (state = 'draft' AND agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
CREATE POLICY app_reporter_or_holder_moves ON filing FOR UPDATE TO thuphi_app
    USING (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[])
           OR holder_id = ANY ((SELECT thuphi_agency_scope())::bigint[]))
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[])
                OR route && (SELECT thuphi_agency_scope())::bigint[]);
GRANT INSERT, UPDATE ON filing TO thuphi_app;

ALTER TABLE filing_figure ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON filing_figure TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON filing_figure FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office()));
CREATE POLICY app_reporter_writes ON filing_figure FOR INSERT TO thuphi_app
    WITH CHECK (EXISTS (SELECT FROM filing AS f WHERE f.id = filing_id
                        AND f.agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[])));
CREATE POLICY app_reporter_changes ON filing_figure FOR UPDATE TO thuphi_app
    USING (EXISTS (SELECT FROM filing AS f WHERE f.id = filing_id
                   AND f.agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[])))
    WITH CHECK (EXISTS (SELECT FROM filing AS f WHERE f.id = filing_id
                        AND f.agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[])));
GRANT INSERT, UPDATE ON filing_figure TO thuphi_app;

ALTER TABLE filing_source ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON filing_source TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON filing_source FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office()));
CREATE POLICY app_reporter_writes ON filing_source FOR INSERT TO thuphi_app
    WITH CHECK (EXISTS (SELECT FROM filing AS f WHERE f.id = filing_id
                        AND f.agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[])));
GRANT INSERT ON filing_source TO thuphi_app;
SELECT keep_for_ever('filing_source');

ALTER TABLE filing_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON filing_step TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON filing_step FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office()));
CREATE POLICY app_offices_step ON filing_step FOR INSERT TO thuphi_app
    WITH CHECK (agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
GRANT INSERT ON filing_step TO thuphi_app;
SELECT keep_for_ever('filing_step');

ALTER TABLE report_reminder ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON report_reminder TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_see ON report_reminder FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office()));
SELECT keep_for_ever('report_reminder');

ALTER TABLE difficulty ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON difficulty TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_offices_and_its_facility_see ON difficulty FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office())
           OR facility_id = ANY ((SELECT thuphi_scope())::bigint[]));
CREATE POLICY app_tells ON difficulty FOR INSERT TO thuphi_app
    WITH CHECK (state = 'open'
                AND (facility_id = ANY ((SELECT thuphi_scope())::bigint[])
                     OR agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[])));
CREATE POLICY app_answers ON difficulty FOR UPDATE TO thuphi_app
    USING (to_agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]))
    WITH CHECK (to_agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[]));
GRANT INSERT, UPDATE (state, answer, answered_by, answered_at) ON difficulty TO thuphi_app;

-- What a report owes stays as it was generated; only a date `theo quy định` is set, and never once
-- the report stands.
CREATE FUNCTION obligation_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.periodicity = 'as_prescribed'
       AND NOT EXISTS (SELECT FROM filing AS f WHERE f.obligation_id = OLD.id AND f.state <> 'draft')
       AND to_jsonb(NEW) - 'due_at' = to_jsonb(OLD) - 'due_at'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'obligation_is_kept',
        TABLE = 'obligation',
        MESSAGE = 'obligation_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER obligation_is_kept BEFORE UPDATE OR DELETE ON obligation
    FOR EACH ROW EXECUTE FUNCTION obligation_is_kept();

-- A filing begins as a draft of the office that owes it; a correction follows the one it corrects.
CREATE FUNCTION filing_begins_as_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft'
       OR NOT EXISTS (SELECT FROM obligation AS o
                      WHERE o.id = NEW.obligation_id AND o.agency_id = NEW.agency_id)
       OR (NEW.corrects_id IS NOT NULL
           AND NOT EXISTS (SELECT FROM filing AS f
                           WHERE f.id = NEW.corrects_id AND f.obligation_id = NEW.obligation_id
                             AND f.number = NEW.number - 1 AND f.state <> 'draft'))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'filing_begins_as_a_draft',
            TABLE = 'filing',
            MESSAGE = 'filing_begins_as_a_draft: obligation ' || NEW.obligation_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER filing_begins_as_a_draft AFTER INSERT ON filing
    FOR EACH ROW EXECUTE FUNCTION filing_begins_as_a_draft();

-- Filed is frozen: after that a filing only moves along its route, as rules.FILING_STATES says.
CREATE FUNCTION filing_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moves CONSTANT text[] := ARRAY[
        'draft>draft', 'draft>filed',
        'filed>forwarded', 'filed>accepted', 'filed>returned', 'filed>superseded',
        'forwarded>forwarded', 'forwarded>accepted', 'forwarded>returned', 'forwarded>superseded',
        'accepted>superseded', 'returned>superseded'];
    route_only CONSTANT text[] := ARRAY['state', 'hop', 'holder_id'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state || '>' || NEW.state = ANY (moves)
           AND (NEW.id, NEW.obligation_id, NEW.agency_id, NEW.number, NEW.drafted_at)
               = (OLD.id, OLD.obligation_id, OLD.agency_id, OLD.number, OLD.drafted_at)
           AND NEW.corrects_id IS NOT DISTINCT FROM OLD.corrects_id
           AND (OLD.state = 'draft' OR to_jsonb(NEW) - route_only = to_jsonb(OLD) - route_only)
           AND (CASE NEW.state
               WHEN 'draft' THEN NEW.hop = 0 AND NEW.route = '{}'
               WHEN 'filed' THEN NEW.hop = 1 AND NEW.holder_id = NEW.route[1]
               WHEN 'forwarded' THEN NEW.hop = OLD.hop + 1 AND NEW.holder_id = NEW.route[NEW.hop]
               WHEN 'accepted' THEN NEW.hop = cardinality(NEW.route) AND NEW.hop = OLD.hop
               ELSE NEW.hop = OLD.hop
           END)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'filing_is_frozen',
        TABLE = 'filing',
        MESSAGE = 'filing_is_frozen: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER filing_is_frozen BEFORE UPDATE OR DELETE ON filing
    FOR EACH ROW EXECUTE FUNCTION filing_is_frozen();

-- Figures change while their filing is a draft; what was computed and what it is about, never.
CREATE FUNCTION filing_figure_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_filing bigint := coalesce(NEW.filing_id, OLD.filing_id);
    is_draft boolean := EXISTS (SELECT FROM filing AS f WHERE f.id = of_filing AND f.state = 'draft');
BEGIN
    IF is_draft AND (TG_OP = 'INSERT'
       OR (TG_OP = 'UPDATE' AND NEW.filing_id = OLD.filing_id AND NEW.target_id = OLD.target_id))
    THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'filing_figure_is_frozen',
        TABLE = 'filing_figure',
        MESSAGE = 'filing_figure_is_frozen: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER filing_figure_is_frozen AFTER INSERT OR UPDATE OR DELETE ON filing_figure
    FOR EACH ROW EXECUTE FUNCTION filing_figure_is_frozen();

-- The sources of a consolidated report are those of the moment it was filed: written while it is a
-- draft, in the transaction that files it.
CREATE FUNCTION filing_source_is_of_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM filing AS f WHERE f.id = NEW.filing_id AND f.state = 'draft')
       OR (NEW.source_id IS NOT NULL
           AND NOT EXISTS (SELECT FROM filing AS f
                           WHERE f.id = NEW.source_id AND f.obligation_id = NEW.obligation_id
                             AND f.state IN ('filed', 'forwarded', 'accepted')))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'filing_source_is_of_a_draft',
            TABLE = 'filing_source',
            MESSAGE = 'filing_source_is_of_a_draft: filing ' || NEW.filing_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER filing_source_is_of_a_draft AFTER INSERT ON filing_source
    FOR EACH ROW EXECUTE FUNCTION filing_source_is_of_a_draft();

-- A step is made by the office that had the filing: its reporter files, an office of its route
-- forwards, accepts or sends back.
CREATE FUNCTION filing_step_is_by_its_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM filing AS f
        WHERE f.id = NEW.filing_id AND f.state = NEW.deed
          AND CASE NEW.deed
              WHEN 'filed' THEN NEW.agency_id = f.filed_by_agency_id AND NEW.to_agency_id = f.holder_id
              WHEN 'forwarded'
                  THEN NEW.agency_id = f.route[f.hop - 1] AND NEW.to_agency_id = f.holder_id
              WHEN 'accepted' THEN NEW.agency_id = f.route[f.hop]
              ELSE NEW.agency_id = f.route[f.hop] AND NEW.to_agency_id = f.agency_id
          END)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'filing_step_is_by_its_holder',
            TABLE = 'filing_step',
            MESSAGE = 'filing_step_is_by_its_holder: filing ' || NEW.filing_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER filing_step_is_by_its_holder AFTER INSERT ON filing_step
    FOR EACH ROW EXECUTE FUNCTION filing_step_is_by_its_holder();

-- What was told stays as it was told, and an answer is given once.
CREATE FUNCTION difficulty_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answered CONSTANT text[] := ARRAY['state', 'answer', 'answered_by', 'answered_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'open' AND to_jsonb(NEW) - answered = to_jsonb(OLD) - answered THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'difficulty_is_kept',
        TABLE = 'difficulty',
        MESSAGE = 'difficulty_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER difficulty_is_kept BEFORE UPDATE OR DELETE ON difficulty
    FOR EACH ROW EXECUTE FUNCTION difficulty_is_kept();
