-- What one connection needs to build: lots that depend on nothing but a number, and tables of its own.
CREATE FUNCTION pg_temp.lot(number bigint, salt bigint) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT (hashint8extended(number, salt) & 1073741823)::int
$$;

-- A facility that bills here; shares are thousandths. Months are counted from nought.
CREATE TEMP TABLE made_facility (
    facility_id bigint PRIMARY KEY, first_person bigint NOT NULL, people int NOT NULL,
    billed int NOT NULL, is_school boolean NOT NULL, cashless_from int NOT NULL,
    cashless_to int NOT NULL, account text NOT NULL,
    qr_id bigint, web_id bigint, mobile_money_id bigint, card_id bigint,
    receivable bigint NOT NULL, cash bigint NOT NULL, unidentified bigint NOT NULL,
    qr_clearing bigint, web_clearing bigint, mobile_money_clearing bigint, card_clearing bigint
);
CREATE TEMP TABLE made_item (
    facility_id bigint NOT NULL, school_year text NOT NULL, place int NOT NULL,
    item_id bigint NOT NULL, name text NOT NULL, price_vnd bigint NOT NULL, takers int NOT NULL,
    least int NOT NULL, spread int NOT NULL, months int NOT NULL, ends_on date,
    revenue bigint NOT NULL, waiver bigint
);
CREATE INDEX ON made_item (facility_id, school_year);
CREATE TEMP TABLE made_series (
    facility_id bigint, year smallint, last_number int NOT NULL, PRIMARY KEY (facility_id, year)
);

-- One month of some facilities, gone with its transaction.
CREATE TEMP TABLE made_line (
    bill_id bigint, facility_id bigint, person bigint, place int, item_id bigint, name text,
    quantity int, price_vnd bigint, amount_vnd bigint, waived_vnd bigint, revenue bigint,
    waiver bigint
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE made_code (bill_id bigint PRIMARY KEY, code text) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE made_bill (
    bill_id bigint, facility_id bigint, person bigint, total_vnd bigint, issued_at timestamptz, fate int
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE made_payment (
    id bigint, bill_id bigint, facility_id bigint, part int, method text, channel text,
    merchant_id bigint, clearing bigint, amount_vnd bigint, applied_vnd bigint, paid_at timestamptz,
    receipt_year smallint, receipt_number int
) ON COMMIT DELETE ROWS;
