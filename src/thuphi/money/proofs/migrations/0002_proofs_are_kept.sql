SELECT guard_rows('account_proof');
REVOKE UPDATE ON account_proof FROM thuphi_app;
GRANT UPDATE (state, refusal, heard_id, closed_at) ON account_proof TO thuphi_app;

-- An account is proved by money that our line heard of, and by nothing a page says. What has ended
-- stays ended.
CREATE FUNCTION account_proof_is_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    broken text;
BEGIN
    IF NOT EXISTS (
        SELECT FROM beneficiary_account AS a
        WHERE a.id = NEW.account_id AND a.facility_id = NEW.facility_id
    ) THEN
        broken := 'account_proof_is_of_its_account';
    ELSIF TG_OP = 'UPDATE' AND (OLD.state <> 'asked' OR (
        OLD.facility_id, OLD.account_id, OLD.text, OLD.amount_vnd, OLD.asked_at, OLD.asked_until
    ) IS DISTINCT FROM (
        NEW.facility_id, NEW.account_id, NEW.text, NEW.amount_vnd, NEW.asked_at, NEW.asked_until
    )) THEN
        broken := 'account_proof_ends_once';
    ELSIF NEW.state = 'seen' AND NOT EXISTS (
        SELECT FROM heard AS h JOIN beneficiary_account AS a ON a.id = NEW.account_id
        WHERE h.id = NEW.heard_id AND h.facility_id = NEW.facility_id AND h.outcome = 'confirmed'
          -- Pages hear cash, and operators who ask us for bills; a bank's credit they cannot write.
          AND h.channel NOT IN ('cash', 'gsma', 'portal')
          AND h.amount_vnd = NEW.amount_vnd AND h.account = a.number
          AND h.paid_at < NEW.asked_until
          AND strpos(regexp_replace(upper(h.text), '[^A-Z0-9]', '', 'g'), NEW.text) > 0
    ) THEN
        broken := 'account_proof_is_seen_by_money';
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = broken,
            TABLE = 'account_proof',
            MESSAGE = broken || ': proof ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER account_proof_is_kept AFTER INSERT OR UPDATE ON account_proof
    FOR EACH ROW EXECUTE FUNCTION account_proof_is_kept();
