SELECT guard_rows('meal_rule');
SELECT guard_rows('meal');
SELECT guard_rows('meal_day');
SELECT guard_rows('meal_roll');
SELECT guard_rows('meal_tick');
SELECT guard_rows('kitchen_count');
SELECT guard_rows('meal_settlement');
SELECT guard_rows('meal_settlement_line');
SELECT guard_rows('coupon_return');

-- The kitchen cooked what it was told; a settled month stays as it was settled.
SELECT keep_for_ever('kitchen_count');
SELECT keep_for_ever('meal_settlement');
SELECT keep_for_ever('meal_settlement_line');
SELECT keep_for_ever('coupon_return');

CREATE FUNCTION meal_is_of_its_facility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM fee_item AS i WHERE i.id = NEW.fee_item_id AND i.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_is_of_its_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_is_of_its_facility: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER meal_is_of_its_facility BEFORE INSERT OR UPDATE ON meal
    FOR EACH ROW EXECUTE FUNCTION meal_is_of_its_facility();

-- A tick, a count and a settlement are of a meal of their own facility.
CREATE FUNCTION meal_row_is_of_one_facility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM meal AS m WHERE m.id = NEW.meal_id AND m.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_row_is_of_one_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_row_is_of_one_facility: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER meal_row_is_of_one_facility BEFORE INSERT ON kitchen_count
    FOR EACH ROW EXECUTE FUNCTION meal_row_is_of_one_facility();
CREATE TRIGGER meal_row_is_of_one_facility BEFORE INSERT ON meal_settlement
    FOR EACH ROW EXECUTE FUNCTION meal_row_is_of_one_facility();

CREATE FUNCTION meal_tick_is_of_one_facility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM meal AS m JOIN beneficiary AS b ON b.facility_id = m.facility_id
        WHERE m.id = NEW.meal_id AND b.id = NEW.beneficiary_id AND m.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_tick_is_of_one_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_tick_is_of_one_facility: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER meal_tick_is_of_one_facility BEFORE INSERT OR UPDATE ON meal_tick
    FOR EACH ROW EXECUTE FUNCTION meal_tick_is_of_one_facility();

CREATE FUNCTION meal_tick_is_of_an_open_month() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told meal_tick%ROWTYPE;
BEGIN
    IF TG_OP = 'INSERT' THEN told := NEW; ELSE told := OLD; END IF;
    IF EXISTS (
        SELECT FROM meal_settlement AS s
        WHERE s.meal_id = told.meal_id AND s.month_on = date_trunc('month', told.meal_on)::date
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_tick_is_of_an_open_month',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_tick_is_of_an_open_month: ' || TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.meal_id, NEW.beneficiary_id, NEW.meal_on, NEW.facility_id)
       IS DISTINCT FROM (OLD.meal_id, OLD.beneficiary_id, OLD.meal_on, OLD.facility_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_tick_stays_where_it_is',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_tick_stays_where_it_is: ' || TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER meal_tick_is_of_an_open_month BEFORE INSERT OR UPDATE OR DELETE ON meal_tick
    FOR EACH ROW EXECUTE FUNCTION meal_tick_is_of_an_open_month();

CREATE FUNCTION settlement_line_is_of_one_facility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM meal_settlement AS s JOIN beneficiary AS b ON b.facility_id = s.facility_id
        WHERE s.id = NEW.settlement_id AND b.id = NEW.beneficiary_id
          AND s.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'settlement_line_is_of_one_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'settlement_line_is_of_one_facility: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER settlement_line_is_of_one_facility BEFORE INSERT ON meal_settlement_line
    FOR EACH ROW EXECUTE FUNCTION settlement_line_is_of_one_facility();

-- What goes back is what was left over, whole.
CREATE FUNCTION coupon_return_is_what_was_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM meal_settlement_line AS l
        WHERE l.id = NEW.line_id AND l.facility_id = NEW.facility_id AND l.left_vnd = NEW.amount_vnd
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'coupon_return_is_what_was_left',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'coupon_return_is_what_was_left: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER coupon_return_is_what_was_left AFTER INSERT ON coupon_return
    FOR EACH ROW EXECUTE FUNCTION coupon_return_is_what_was_left();
