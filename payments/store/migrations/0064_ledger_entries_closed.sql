-- Safe beside the previous release: yes, while no month is closed nothing is refused.
CREATE TRIGGER ledger_entries_closed BEFORE INSERT ON ledger_entries FOR EACH ROW
  IF NEW.period <= (SELECT closed_through FROM ledger_gate WHERE id = 1) THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the ledger period is closed'; END IF
