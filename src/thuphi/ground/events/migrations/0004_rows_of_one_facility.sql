-- Rows that name rows of other tables name those of their own facility. The arguments of the trigger:
-- the name of the promise, then a column and the table it points into, as often as needed. To pages
-- another facility's rows are not there at all, which is refused alike.
CREATE FUNCTION rows_are_of_one_facility() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_broken boolean;
BEGIN
    FOR place IN 1 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM fresh AS f LEFT JOIN %I AS t ON t.id = f.%I '
            'WHERE f.%I IS NOT NULL AND t.facility_id IS DISTINCT FROM f.facility_id)',
            TG_ARGV[place + 1], TG_ARGV[place], TG_ARGV[place]) INTO is_broken;
        IF is_broken THEN
            RAISE EXCEPTION USING
                ERRCODE = 'foreign_key_violation',
                CONSTRAINT = TG_ARGV[0],
                TABLE = TG_TABLE_NAME,
                MESSAGE = TG_ARGV[0] || ': ' || TG_ARGV[place];
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
