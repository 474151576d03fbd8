-- Safe beside the previous release: yes, no release ever changed a tax line.
CREATE TRIGGER tax_lines_no_update BEFORE UPDATE ON tax_lines FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'tax lines are append-only'
