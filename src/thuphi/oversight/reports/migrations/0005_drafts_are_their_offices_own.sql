-- What an office has not filed yet is for itself alone.
DROP POLICY app_offices_see ON filing;
CREATE POLICY app_offices_see ON filing FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office())
           AND (state <> 'draft' OR agency_id = ANY ((SELECT thuphi_agency_scope())::bigint[])));
DROP POLICY app_offices_see ON filing_figure;
CREATE POLICY app_offices_see ON filing_figure FOR SELECT TO thuphi_app
    USING ((SELECT thuphi_is_an_office())
           AND EXISTS (SELECT FROM filing AS f WHERE f.id = filing_id));

-- To pages a report that was filed is moved on by the office that holds it, and corrected by the one
-- that owes it: nobody takes a report of their own in the name of the office it was sent to.
CREATE FUNCTION filing_is_moved_by_its_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'thuphi_app' AND OLD.state <> 'draft' AND NOT coalesce(
        CASE NEW.state WHEN 'superseded' THEN OLD.agency_id ELSE OLD.holder_id END
            = ANY (thuphi_agency_scope()), false)
    THEN
        RAISE insufficient_privilege
            USING MESSAGE = 'filing_is_moved_by_its_holder: filing ' || OLD.id;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER filing_is_moved_by_its_holder BEFORE UPDATE ON filing
    FOR EACH ROW EXECUTE FUNCTION filing_is_moved_by_its_holder();
