SELECT guard_rows('letter');

-- A family's code stands above schools: a page may queue it, and never sees it again.
CREATE POLICY app_queues_codes ON letter FOR INSERT TO thuphi_app
    WITH CHECK (facility_id IS NULL AND kind = 'code');

-- Pages queue, stop and forgive; what became of a letter is said by the worker and by reports.
CREATE POLICY app_only_queues ON letter AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (state = 'waiting' AND tries = 0 AND cost_vnd = 0 AND provider_reference = ''
                AND trouble = '' AND NOT is_forgiven);
REVOKE UPDATE ON letter FROM thuphi_app;
GRANT UPDATE (state, facts, is_forgiven) ON letter TO thuphi_app;
CREATE POLICY app_stops_or_forgives ON letter AS RESTRICTIVE FOR UPDATE TO thuphi_app
    USING (state IN ('waiting', 'failed')) WITH CHECK (state IN ('stopped', 'failed'));

-- What was written stays as it was written, and a letter that is over stays over.
CREATE FUNCTION letter_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- rules.LETTER_STATES
    moves CONSTANT text[] := ARRAY[
        'waiting>sent', 'waiting>delivered', 'waiting>failed', 'waiting>stopped',
        'sent>delivered', 'sent>failed'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.state = OLD.state OR OLD.state || '>' || NEW.state = ANY (moves))
           AND (NEW.facts = OLD.facts OR NEW.facts = '{}')
           AND (NEW.id, NEW.facility_id, NEW.way, NEW.kind, NEW.to_address, NEW.template, NEW.about,
                NEW.language, NEW.day, NEW.not_after, NEW.created_at)
               IS NOT DISTINCT FROM
               (OLD.id, OLD.facility_id, OLD.way, OLD.kind, OLD.to_address, OLD.template, OLD.about,
                OLD.language, OLD.day, OLD.not_after, OLD.created_at)
        THEN
            RETURN NEW;
        END IF;
    ELSIF OLD.kind = 'code' AND OLD.state <> 'waiting' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'letter_is_kept',
        TABLE = 'letter',
        MESSAGE = 'letter_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER letter_is_kept BEFORE UPDATE OR DELETE ON letter
    FOR EACH ROW EXECUTE FUNCTION letter_is_kept();

-- A provider's report on one letter; who asks has checked its signature. Says whether it was news.
CREATE FUNCTION letter_reported(
    told_way text, told_letter bigint, told_reference text, told_state text, told_trouble text,
    told_cost_vnd bigint, told_at timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found letter%ROWTYPE;
BEGIN
    SELECT * INTO found FROM letter AS l
    WHERE l.id = told_letter AND l.way = told_way AND l.tries > 0
    FOR UPDATE;
    IF found.id IS NULL OR found.state NOT IN ('waiting', 'sent') THEN
        RETURN false;
    END IF;
    UPDATE letter AS l
    SET state = told_state,
        trouble = told_trouble,
        facts = CASE WHEN l.kind = 'code' THEN '{}'::jsonb ELSE l.facts END,
        cost_vnd = coalesce(told_cost_vnd, l.cost_vnd),
        provider_reference = told_reference,
        sent_at = coalesce(l.sent_at, told_at),
        delivered_at = CASE WHEN told_state = 'delivered' THEN told_at END
    WHERE l.id = found.id;
    RETURN true;
END
$$;

-- What a carrier's signed report says of a letter: pages' and the worker's connections ask it.
REVOKE EXECUTE ON FUNCTION
    letter_reported(text, bigint, text, text, text, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    letter_reported(text, bigint, text, text, text, bigint, timestamptz)
    TO thuphi_app, thuphi_worker;
