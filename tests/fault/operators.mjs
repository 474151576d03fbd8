// What operators and the bank do with an order's money, step by step as in lives.mjs: refunds by hand and by the bank's file, what
// carriers collected, transfers that nobody can place, disputes, payouts and what the bank sends back.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { market } from '../rig/market_under_test.mjs';
import { moveClocks, rowsOf } from './dying.mjs';
import { asOperator, day, keyed, payment, stateIs } from './lives.mjs';

const vnd = (amount) => ({ amount, currency: 'VND' });
const settledAtOnce = async () => true;

/** One deed of an operator's, under one key; `after` keeps what it made. */
function operatorDoes(id, name, path, body, { settled = settledAtOnce, after = () => {}, before, method = 'POST' } = {}) {
  const key = randomUUID();
  return {
    id,
    name,
    before,
    act: async (life) => after(life, await market.ask('PAYMENTS', method, path(life), body(life), keyed(await asOperator(), key))),
    settled,
  };
}
/** What the bank sends back after a round, as a file. */
function bankSays(id, name, path, reference, word, settled) {
  const key = randomUUID();
  return {
    id,
    name,
    act: async (life) => {
      const { rows } = await market.ask('PAYMENTS', 'POST', path(life), `reference,status,bank_reference\n${reference(life)},${word},FT1\n`, {
        ...(await asOperator()), raw: true, headers: { 'content-type': 'text/csv', 'idempotency-key': key } });
      assert.equal(rows[0].outcome, word);
    },
    settled,
  };
}

/** The operator has sent back by hand what is owed, and writes down the bank's number. */
export const refundingByHand = () => operatorDoes('refund-by-hand', 'refunding by hand', (life) => `/v1/intents/${life.intent}/refund`, () => ({ bank_reference: 'FT-BACK' }), {
  before: async (life) => { life.intent = (await payment(life)).id; },
  settled: async (life) => rowsOf(`SELECT refund_due_vnd FROM payments.intents WHERE id = '${life.intent}'`)[0][0] === '0',
});

/** The carrier's statement of the cash it collected, the money at the bank, and the two put together. */
export const takingStatement = () => {
  const key = randomUUID();
  return {
    id: 'take-statement',
    name: 'the carrier sends its statement',
    act: async (life) => {
      const [cash] = rowsOf(`SELECT cash_vnd FROM payments.order_money WHERE order_id = '${life.order}'`)[0];
      const taken = await market.ask('PAYMENTS', 'POST', `/v1/cod/remittances?carrier=${life.carrier}&statement=${life.code}`, `order,collected\n${life.code},${cash}\n`, {
        ...(await asOperator()), raw: true, headers: { 'content-type': 'text/csv', 'idempotency-key': key } });
      Object.assign(life, { remittance: taken.id, cash: Number(cash) });
    },
    settled: async () => true,
  };
};
export const carrierPaying = () => ({
  id: 'carrier-pays',
  name: 'the carrier transfers what it collected',
  act: async (life) => {
    if (life.remitted) return;
    life.remitted = true;
    await market.ask('BANK', 'POST', '/pay', { amount: life.cash, memo: `BANG KE ${life.code}` });
  },
  settled: async (life) => {
    const rows = rowsOf(`SELECT id FROM payments.receipts WHERE state = 'unmatched' AND amount_vnd = ${life.cash} ORDER BY id DESC`);
    life.receipt = rows[0]?.[0];
    return rows.length === 1;
  },
});
export const matchingStatement = () => operatorDoes('match-statement', 'the operator puts statement and money together',
  (life) => `/v1/cod/remittances/${life.remittance}/match`, (life) => ({ receipt_id: life.receipt }), {
    settled: async (life) => rowsOf(`SELECT remitted_at IS NOT NULL FROM payments.order_money WHERE order_id = '${life.order}'`)[0][0] === '1',
  });

/** A transfer whose text says nothing: `receipt` is unmatched. */
export const transferringBlindly = (id = 'pay-blindly') => ({
  id,
  name: 'paying by a transfer that does not say what for',
  before: async (life) => {
    Object.assign(life, { blindly: false, known: new Set(rowsOf('SELECT id FROM payments.receipts').flat()) });
  },
  act: async (life) => {
    const intent = await payment(life);
    life.intent = intent.id;
    if (life.blindly) return;
    life.blindly = true;
    await market.ask('BANK', 'POST', '/pay', { amount: intent.amount.amount, memo: 'TIEN HANG' });
  },
  settled: async (life) => {
    const fresh = rowsOf("SELECT id FROM payments.receipts WHERE state = 'unmatched'").flat().filter((one) => !life.known.has(one));
    [life.receipt] = fresh;
    return fresh.length === 1;
  },
});
const receiptIs = (state) => async (life) => rowsOf(`SELECT state FROM payments.receipts WHERE id = '${life.receipt}'`)[0][0] === state;
export const matchingReceipt = () => operatorDoes('match-receipt', 'the operator says what the transfer was for',
  (life) => `/v1/receipts/${life.receipt}/match`, (life) => ({ intent_id: life.intent }), { settled: (life) => stateIs(life, 'confirmed') });
export const returningReceipt = () => operatorDoes('return-receipt', 'the operator sends a transfer back that belongs to nothing',
  (life) => `/v1/receipts/${life.receipt}/return`, () => ({ bank_reference: 'FT-BACK' }), { settled: receiptIs('returned') });
/** A transfer that no buyer sent: the owner's own money. `receipt` is explained by it, and then was not that after all. */
export const explainingLine = () => operatorDoes('explain-line', 'the operator says that it was no buyer\'s money',
  (life) => `/v1/receipts/${life.receipt}/match`, () => ({ meaning: 'owner-in', reason: 'Góp vốn' }), { settled: receiptIs('explained') });
export const undoingExplanation = () => operatorDoes('undo-explanation', 'the operator takes that back',
  (life) => `/v1/receipts/${life.receipt}/undo`, () => ({ reason: 'Nhầm dòng' }), { settled: receiptIs('unmatched') });

/** The operators decide a dispute: so much goes back. */
export const decidingDispute = (refund) => {
  const key = randomUUID();
  return {
    id: 'decide-dispute',
    name: 'the operators decide: a part goes back',
    act: async (life) => market.ask('ORDERS', 'POST', `/v1/disputes/${life.dispute}/decide`, { refund: vnd(refund), note: 'Hoàn một phần' }, keyed(await asOperator(), key)),
    settled: async (life) => rowsOf(`SELECT refund_due_vnd FROM payments.intents WHERE purchase_id = '${life.purchase}'`)[0][0] === String(refund),
  };
};

/** The buyer says where his money goes back to. */
export const namingAccount = () => ({
  id: 'name-account',
  name: 'the buyer names his account',
  act: async (life) => {
    if (!market.people.has(life.guest)) await market.signIn(life.guest, 'Khách Thử');
    return market.ask('PAYMENTS', 'PUT', `/v1/purchases/${life.purchase}/refund-account`,
      { bank_bin: '970436', account: '0123498765', holder: 'KHACH THU' }, { token: await market.token(life.guest) });
  },
  settled: settledAtOnce,
});
/** What is owed back goes to the bank as a file, with whatever else waits. */
export const makingRefundRound = () => operatorDoes('refund-round', 'refunding by the bank: a round is made', () => '/v1/bank-refund-batches', () => ({}), {
  before: async (life) => { life.intent = (await payment(life)).id; },
  after: (life, batch) => {
    const mine = batch.refunds.filter((one) => one.intent_id === life.intent);
    assert.equal(mine.length, 1);
    Object.assign(life, { refundBatch: batch.id, refund: mine[0].id, refundReference: mine[0].reference });
  },
});
const refundIs = (state) => async (life) => rowsOf(`SELECT state FROM payments.bank_refunds WHERE id = '${life.refund}'`)[0][0] === state;
const refundResult = (id, name, word) => bankSays(id, name, (life) => `/v1/bank-refund-batches/${life.refundBatch}/result`, (life) => life.refundReference, word, refundIs(word));
export const refundBouncing = () => refundResult('refund-bounces', 'refunding by the bank: the bank sends it back', 'bounced');
export const refundSent = () => refundResult('refund-sent', 'refunding by the bank: the bank has sent it', 'paid');
export const confirmingRefund = () => operatorDoes('confirm-refund', 'refunding by the bank: sent by hand',
  (life) => `/v1/bank-refunds/${life.refund}/confirm`, () => ({ bank_reference: 'FT-HAND' }), { settled: refundIs('paid') });
export const refundCameBack = () => operatorDoes('refund-came-back', 'refunding by the bank: it was sent, and came back',
  (life) => `/v1/bank-refunds/${life.refund}/bounce`, () => ({ reason: 'Sai số tài khoản' }), { settled: refundIs('bounced') });

/** A round of payouts goes to the bank as a file; `wait`: first the window after delivery is over. */
export const payingOut = ({ wait = true } = {}) => operatorDoes('pay-out', 'paying out: a round is made', () => '/v1/payout-batches', () => ({}), {
  before: async () => { if (wait) await moveClocks(market.offset + 4 * day); },
  after: (life, batch) => {
    const mine = batch.payouts.filter((one) => one.party_id === life.party);
    assert.equal(mine.length, 1);
    Object.assign(life, { batch: batch.id, payout: mine[0].id, reference: mine[0].reference, paidOut: mine[0].amount });
  },
});
const payoutIs = (state) => async (life) => rowsOf(`SELECT state FROM payments.payouts WHERE id = '${life.payout}'`)[0][0] === state;
const payoutResult = (id, name, word) => bankSays(id, name, (life) => `/v1/payout-batches/${life.batch}/result`, (life) => life.reference, word, payoutIs(word));
/** The bank's file is fetched, and what the bank sends back is taken; whoever got no answer sends it again. */
export const takingBankAnswer = () => ({
  ...payoutResult('take-answer', 'paying out: the bank has answered', 'paid'),
  before: async (life) => {
    const file = await market.ask('PAYMENTS', 'GET', `/v1/payout-batches/${life.batch}/file.csv`, undefined, await asOperator());
    assert.match(file, new RegExp(life.reference));
  },
});
export const payoutBouncing = () => payoutResult('payout-bounces', 'paying out: the bank could not', 'bounced');
export const confirmingPayout = () => operatorDoes('confirm-payout', 'paying out: sent by hand',
  (life) => `/v1/payouts/${life.payout}/confirm`, () => ({ bank_reference: 'FT-OUT' }), { settled: payoutIs('paid') });
export const payoutCameBack = () => operatorDoes('payout-came-back', 'paying out: it was sent, and came back',
  (life) => `/v1/payouts/${life.payout}/bounce`, () => ({ reason: 'Sai số tài khoản' }), { settled: payoutIs('bounced') });
/** What came back was put right at the bank: the account is paid to again. */
export const tryingAgain = () => operatorDoes('try-account-again', 'paying out: the account is right after all',
  (life) => `/v1/parties/${life.party}/payee/try-again`, () => ({}));
/** The operator has transferred it by himself, and writes it down. */
export const payingOutByHand = () => operatorDoes('pay-out-by-hand', 'paying out by hand', (life) => `/v1/parties/${life.party}/payouts`,
  (life) => ({ amount: life.paidOut, bank_reference: 'FT-OWN' }), { after: (life, payout) => { life.payout = payout.id; } });
