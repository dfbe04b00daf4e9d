-- What hangs on a declaration is of its facility, and moves only while the declaration is open. A
-- change in place is refused before it begins, so that no other rule speaks first.
CREATE OR REPLACE FUNCTION declaration_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    is_open boolean := false;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        -- Nobody submits what is being written: the state that is looked at stays until the end.
        PERFORM FROM declaration AS d
        WHERE d.id IN (SELECT t.declaration_id FROM touched AS t) ORDER BY d.id FOR SHARE;
        SELECT NOT EXISTS (
            SELECT FROM touched AS t
            WHERE NOT EXISTS (
                SELECT FROM declaration AS d
                WHERE d.id = t.declaration_id AND d.facility_id = t.facility_id
                  AND d.state IN ('draft', 'returned'))
        ) INTO is_open;
    END IF;
    IF NOT is_open THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = TG_TABLE_NAME || '_is_of_an_open_declaration',
            TABLE = TG_TABLE_NAME,
            MESSAGE = TG_TABLE_NAME || '_is_of_an_open_declaration: ' || TG_OP || ' refused';
    END IF;
    RETURN NULL;
END
$$;
DO $$
DECLARE
    hanging text;
BEGIN
    FOREACH hanging IN ARRAY ARRAY['declared_value', 'declaration_flag', 'declaration_evidence'] LOOP
        EXECUTE format('DROP TRIGGER is_never_changed ON %I', hanging);
        EXECUTE format(
            'CREATE TRIGGER is_never_changed BEFORE UPDATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION declaration_is_open()', hanging);
    END LOOP;
END
$$;
