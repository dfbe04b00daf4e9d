-- What a line of the bank's statement brought may be heard and booked by a page too, when a person has
-- looked at it: that line, of that account, with that amount, and nothing else.
DROP POLICY app_hears_cash_and_operators ON heard;
CREATE POLICY app_hears_cash_operators_and_lines ON heard AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (
        (channel = 'cash' AND method = 'cash' AND merchant_id = 0)
        OR (channel IN ('gsma', 'portal') AND EXISTS (
            SELECT FROM merchant AS m
            WHERE m.id = merchant_id AND m.channel = heard.channel
              AND m.facility_id = heard.facility_id AND m.is_active))
        OR (channel = 'statement' AND method = 'qr' AND merchant_id = 0 AND EXISTS (
            SELECT FROM bank_line AS l
            WHERE l.id = CASE WHEN provider_reference ~ '^line:[1-9][0-9]{0,17}$'
                              THEN substr(provider_reference, 6)::bigint END
              AND l.facility_id = heard.facility_id AND l.account = heard.account
              AND l.direction = 'in' AND NOT l.is_reversal AND l.amount_vnd = heard.amount_vnd))
    );

DROP POLICY app_takes_cash_or_finds_owners ON payment;
CREATE POLICY app_takes_cash_and_lines_or_finds_owners ON payment AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (channel = 'cash' OR identifies_id IS NOT NULL
        OR (channel = 'statement' AND EXISTS (
            SELECT FROM heard AS h
            WHERE h.id = heard_id AND h.channel = 'statement' AND h.facility_id = payment.facility_id
              AND h.amount_vnd >= payment.amount_vnd)));

-- Money that a provider tells of is booked by the worker alone; a page books what a line brought, and no
-- more of it than its payment says.
DROP POLICY app_books_no_providers_money ON transfer;
CREATE FUNCTION is_brought_by_a_line(facility bigint, named_recipe text, about text, amount bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM payment AS p
        WHERE p.facility_id = facility AND p.channel = 'statement' AND p.identifies_id IS NULL
          AND p.bill_id = (SELECT b.id FROM bill AS b WHERE b.code = about)
          AND amount = CASE named_recipe WHEN 'pay' THEN p.applied_vnd WHEN 'overpay' THEN p.excess_vnd
                                         ELSE p.unidentified_vnd END)
        OR EXISTS (
        SELECT FROM payment AS p
        WHERE p.heard_id = CASE WHEN about ~ '^heard:[1-9][0-9]{0,17}$' THEN substr(about, 7)::bigint END
          AND p.facility_id = facility AND p.channel = 'statement' AND p.identifies_id IS NULL
          AND named_recipe = 'pay_unknown' AND amount = p.unidentified_vnd)
$$;
CREATE POLICY app_books_no_providers_money ON transfer AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (recipe NOT IN ('pay', 'overpay', 'pay_unknown')
        -- No account yet: the table itself refuses that row, and the account is opened.
        OR (is_brought_by_a_line(facility_id, recipe, reference, amount_vnd)
            AND (debit_account_id IS NULL OR EXISTS (
                SELECT FROM ledger_account AS a
                WHERE a.id = debit_account_id AND a.kind = 'clearing' AND a.detail = 'statement'))));
