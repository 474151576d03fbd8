// Every point at which a process is killed (keel/fault): each commit and each question to the outside of placing, paying, refunding,
// settling and paying out, by the life (stories.mjs) and the step (lives.mjs) that passes it first. phase_kills.test.mjs dies at each,
// and fails when an undisturbed life passes one that does not stand here, or when a service is composed of a part that neither stands
// here nor is said to be none of these five (`elsewhere`).

/** Before and after the commit of what `doing` names. */
const commit = (doing) => [`${doing}: before commit`, `${doing}: after commit`];
/** Before asking, and after the answer came. */
const ask = (doing, whom) => [`${doing}: before asking ${whom}`, `${doing}: after ${whom} answered`];

export const points = {
  'paid by transfer, delivered, paid out': {
    place: {
      orders: [...commit('place'), ...commit('hear orders purchase.placed')],
      payments: commit('hear orders purchase.placed'),
    },
    pay: {
      orders: [...commit('hear payments payment.secured'), ...commit('hear orders order.state-changed')],
      payments: commit('POST /webhooks/:provider'),
    },
    accept: {
      orders: commit('POST /v1/orders/:key/accept'),
      payments: commit('hear orders order.state-changed'),
      shipping: commit('hear orders order.state-changed'),
    },
    pack: {
      orders: [...commit('POST /v1/orders/:key/pack'), ...commit('hear shipping shipment.booked'),
        ...ask('GET /internal/orders/:id/consignment', 'accounts GET /internal/parties/:id/contact')],
      shipping: [...commit('book-parcel: claim'), ...ask('book-parcel: consign', 'orders GET /internal/orders/:id/consignment'),
        ...commit('book-parcel: consign'), ...ask('book-parcel', 'vnpost GET /getOrder'),  // Was it booked before the crash?
        ...ask('book-parcel', 'vnpost POST /CreateOrder'), ...commit('book-parcel: succeed')],
    },
    deliver: {
      orders: commit('hear shipping shipment.moved'),
      payments: [...commit('hear shipping shipment.moved'), ...commit('settle-order')],
      shipping: [...commit('polling'), ...ask('follow-parcel', 'vnpost GET /GetStatusHistoryOrder'), ...commit('follow-parcel')],
    },
    'pay-out': { payments: commit('POST /v1/payout-batches') },
    'take-answer': { payments: commit('POST /v1/payout-batches/:id/result') },
  },
  'cash on delivery, remitted, paid out': {
    pack: { shipping: [...ask('book-parcel', 'ghn POST /v2/shipping-order/detail-by-client-code'), ...ask('book-parcel', 'ghn POST /v2/shipping-order/create')] },
    deliver: { shipping: [...commit('POST /webhooks/ghn/:secret'), ...ask('follow-parcel', 'ghn POST /v2/shipping-order/detail'), ...commit('confirming')] },
    'take-statement': { payments: commit('POST /v1/cod/remittances') },
    'match-statement': { payments: commit('POST /v1/cod/remittances/:id/match') },
  },
  'paid at MoMo, cancelled, refunded': {
    'go-to-provider': {
      payments: [...ask('PUT /v1/intents/:id/attempt', 'orders GET /v1/purchases/:id'),  // Whose is it?
        ...commit('open-attempt: prepare'), ...ask('open-attempt', 'momo POST /v2/gateway/api/create'),
        ...ask('open-attempt', 'momo POST /v2/gateway/api/query'), ...commit('open-attempt: conclude')],
    },
    cancel: {
      orders: commit('POST /v1/orders/:key/cancel'),
      payments: [...commit('owe-for-order'), ...commit('hear orders order.refund-due'), ...commit('plan-refund'), ...commit('carry-refund: claim'), ...ask('carry-refund', 'momo POST /v2/gateway/api/refund'),
        ...ask('carry-refund', 'momo POST /v2/gateway/api/query'), ...commit('carry-refund: conclude')],
    },
  },
  'paid at a silent MoMo, packed, cancelled, refunded': {
    pay: {
      payments: [...ask('PUT /v1/intents/:id/look', 'orders GET /v1/purchases/:id'), ...ask('follow-attempt', 'momo POST /v2/gateway/api/query'),
        ...commit('follow-attempt')],
    },
    pack: { shipping: commit('POST /webhooks/vnpost') },
    'cancel-parcel': {
      shipping: [...commit('cancel-parcel: claim'), ...ask('cancelling', 'vnpost GET /getOrder'), ...ask('cancelling', 'vnpost POST /orderCancel'),
        ...commit('cancel-parcel: settle')],
    },
  },
  'paid at a silent VNPAY, cancelled, refunded': {
    pay: { payments: ask('follow-attempt', 'vnpay POST /merchant_webapi/api/transaction') },
    cancel: { payments: ask('carry-refund', 'vnpay POST /merchant_webapi/api/transaction') },
  },
  'paid at a silent ZaloPay, cancelled, refunded': {
    'go-to-provider': { payments: [...ask('open-attempt', 'zalopay POST /v2/create'), ...ask('open-attempt', 'zalopay POST /v2/query')] },
    pay: { payments: ask('follow-attempt', 'zalopay POST /v2/query') },
    cancel: { payments: [...ask('carry-refund', 'zalopay POST /v2/refund'), ...ask('carry-refund', 'zalopay POST /v2/query_refund')] },
  },
  'paid by transfer, came back, refunded by hand': {
    pack: { shipping: commit('book-parcel: fail') },
    'come-back': { payments: commit('take-order-back') },
    'refund-by-hand': { payments: commit('POST /v1/intents/:id/refund') },
  },
  'paid at MoMo, accepted in part, refunded in part': {
    'accept-part': {
      orders: [...commit('POST /v1/orders/:key/accept-part'), ...commit('hear orders order.amended')],
      payments: commit('hear orders order.amended'),
    },
  },
  'paid at VNPAY, left unanswered, cancelled by the clock, refunded': {
    pay: { orders: commit('ask-people'), payments: commit('GET /webhooks/:provider') },
    'leave-unanswered': {
      orders: commit('cancel-unanswered'),
      payments: ask('carry-refund', 'vnpay POST /merchant_webapi/api/transaction'),
    },
  },
  'paid by transfer, sent in two parts': {
    split: { orders: commit('POST /v1/orders/:key/splits'), payments: commit('hear orders order.split') },
  },
  'delivered, given back, refunded by the bank, which bounces': {
    'ask-return': { orders: commit('POST /v1/orders/:key/returns'), payments: commit('hear orders order.return-changed') },
    'agree-return': { orders: commit('POST /v1/returns/:id/agree') },
    'receive-return': { orders: commit('POST /v1/returns/:id/receive'), payments: commit('hear orders order.refund-due') },
    'name-account': {
      orders: ask('GET /v1/me/personal-data', 'accounts GET /internal/accounts/:id/phone-index'),
      payments: [...ask('PUT /v1/purchases/:id/refund-account', 'orders GET /v1/me/personal-data'), ...commit('PUT /v1/purchases/:id/refund-account')],
    },
    'refund-round': { payments: commit('POST /v1/bank-refund-batches') },
    'refund-bounces': { payments: commit('POST /v1/bank-refund-batches/:id/result') },
    'confirm-refund': { payments: commit('POST /v1/bank-refunds/:id/confirm') },
    'refund-came-back': { payments: commit('POST /v1/bank-refunds/:id/bounce') },
    'refund-sent': { payments: commit('POST /v1/bank-refund-batches/:id/result') },
  },
  'delivered, disputed, the rest paid out, which bounces': {
    'open-dispute': { orders: commit('POST /v1/orders/:key/disputes'), payments: commit('hear orders order.dispute-changed') },
    'answer-dispute': { orders: commit('POST /v1/disputes/:id/answer') },
    'decide-dispute': { orders: commit('POST /v1/disputes/:id/decide'), payments: commit('hear orders order.refund-due') },
    'payout-bounces': { payments: commit('POST /v1/payout-batches/:id/result') },
    'try-account-again': { payments: commit('POST /v1/parties/:id/payee/try-again') },
    'confirm-payout': { payments: commit('POST /v1/payouts/:id/confirm') },
    'payout-came-back': { payments: commit('POST /v1/payouts/:id/bounce') },
    'pay-out-by-hand': { payments: commit('POST /v1/parties/:id/payouts') },
  },
  'paid by transfers that nobody can place, cancelled': {
    'match-receipt': { payments: commit('POST /v1/receipts/:id/match') },
    'return-receipt': { payments: commit('POST /v1/receipts/:id/return') },
    'explain-line': { payments: commit('POST /v1/receipts/:id/match') },
    'undo-explanation': { payments: commit('POST /v1/receipts/:id/undo') },
  },
  'never paid': {
    'run-out': { orders: commit('hear payments payment.failed'), payments: commit('expire-intents') },
  },
  'never paid, payments away': {
    'give-up': { orders: commit('expire-unpaid') },
  },
};

/** What a part of the work that keel names is called where it commits: flows name their parts themselves. */
export const knownAs = {
  'POST /v1/purchases': 'place', 'acceptance-clocks': 'cancel-unanswered', 'carry-refunds': 'carry-refund', 'follow-attempts': 'follow-attempt', booking: 'book-parcel',
  'PUT /v1/intents/:id/attempt': 'open-attempt', 'PUT /v1/intents/:id/look': 'follow-attempt',
};

/** What is passed beside: looking at what is to be paid, numbering and reading of feeds, messages and reminders to people, carriers' lists and tokens, the ways to pay that are taken, prices of parcels (which a cache answers
 * most of the time, and nobody is asked within a transaction), sweeps of what is old. */
export const beside = [/^acceptance-clocks: /, /: (before asking|after) (shipping POST \/v1\/quotes|ghn POST \/v2\/shipping-order\/fee|vnpost POST \/ServicesCharge)/, /^[a-z -]+: (before asking|after) (ghn|vnpost) .*(master-data|getNew|GetAccessToken)/, /^number events: /, /^hear \w+: /,
  /^send-messages: /, /^payments-taken: /, /^packing-clocks: /, /^GET \/v1\/purchases\/:id\/payment: /, /^learn-names: /, /^idempotency-sweep: /, /^outbox-sweep: /, /^quota-sweep: /, /^sweep-carts: /];

/** Routes, topics and repeated work that neither place, pay, refund, settle nor pay out; and of those that do, what ends in a step that stands above. */
export const elsewhere = {
  orders: [
    // Before there is an order: carts and freight, goods and where they are, what is to be harvested.
    'POST /v1/carts', 'POST /v1/carts/:id/lines', 'PUT /v1/carts/:id/lines/:variant_id', 'POST /v1/carts/:id/merge', 'POST /v1/carts/:id/quote', 'POST /v1/orders/:key/split-quote', 'sweep-carts',
    'POST /v1/lots', 'PATCH /v1/lots/:id', 'expire-lots', 'POST /v1/harvests', 'PATCH /v1/harvests/:id', 'POST /v1/harvests/:id/cut', 'POST /v1/stock-places',
    'POST /v1/stock-places/:id/close', 'PUT /v1/stock/:variant_id', 'PUT /v1/stock/:variant_id/kept', 'PUT /v1/stock/:variant_id/supplies', 'PUT /v1/stock/:variant_id/weighed',
    'POST /v1/stock/:variant_id/moves', 'POST /v1/stock/:variant_id/sales', 'POST /v1/stock/:variant_id/spoiled', 'hear catalog offer.changed', 'hear catalog shop.changed',
    'PUT /v1/purchases/:id/hold',
    // Other reasons for an order to become another: one transaction that tells order.amended, as 'accept-part' does.
    'POST /v1/orders/:key/amend', 'POST /v1/orders/:key/substitutions', 'POST /v1/substitutions/:id/answer', 'POST /v1/orders/:key/weights',
    'POST /v1/orders/:key/weights/answer', 'answer-weights', 'POST /v1/orders/:key/take-over', 'POST /v1/fills', 'POST /v1/fills/:id/received', 'POST /v1/fills/:id/close',
    // What moves neither goods nor money of an order.
    'POST /v1/orders/:key/evidence', 'POST /v1/returns/:id/refuse', 'POST /v1/returns/:id/withdraw', 'POST /v1/disputes/:id/withdraw', 'PUT /v1/shops/:shop_id/clock',
    'POST /webhooks/messages', 'send-messages', 'packing-clocks', 'refusers', 'payments-taken', 'hear accounts party.changed', 'hear accounts cooperative.member-changed', 'idempotency-sweep', 'outbox-sweep', 'quota-sweep',
    // Forgetting who bought, after all five are over: one transaction a purchase, asked again by the next round.
    'hear accounts erasure.requested', 'hear payments purchase.money-erased', 'hear shipping purchase.parcels-erased', 'erase-people', 'sweep-evidence',
    // What people are told of money that moved: a message is written, and nothing else.
    'hear payments payment.refunded', 'hear payments payment.refund-bounced', 'hear payments payout.paid', 'hear payments payout.bounced',
    // The same of a parcel no carrier takes: kept beside the order, and told; the order does not move.
    'hear shipping shipment.failed',
  ],
  payments: [
    // Rules, months, names: nobody's money moves.
    'POST /v1/commission-rules', 'POST /v1/commission-rules/:id/withdraw', 'POST /v1/commission-vat-rules', 'POST /v1/tax-thresholds', 'POST /v1/withholding-rules', 'POST /v1/tax-buckets', 'POST /v1/fee-simulations', 'POST /v1/tax/declarations/:month/paid',
    'POST /v1/ledger/periods/:month/close', 'PUT /v1/parties/:id/payee', 'hear accounts party.changed', 'hear accounts cooperative.member-changed', 'learn-names',
    'hear orders order.filled', 'idempotency-sweep', 'outbox-sweep', 'quota-sweep',
    // Until when money is taken.
    'hear orders purchase.held',
    // Forgetting who paid, once nothing is owed any more: one transaction a purchase that moves no money.
    'hear orders purchase.erasing', 'erase-payers',
    // The same deeds from another side: a bank's feed as 'POST /webhooks/:provider', a day's file, a second try of a refund that failed, a line of a
    // carrier's statement that an operator decides, and a seller's word where the market never holds the money.
    'POST /webhooks/:provider/:feed', 'POST /v1/reconciliations', 'POST /v1/refunds/:id/retry', 'POST /v1/cod/remittance-lines/:id/decide',
    'POST /v1/orders/:id/received', 'POST /v1/orders/:id/given-back',
    // A part of an order sent in parts is cancelled: two orders of one payment divided anew, as 'split' divides them.
    'hear orders order.freight-moved',
    // What the bank said of a transfer that the books do not have, decided as a confirmation by hand is.
    'POST /v1/told-transfers/:id/decide',
    // A loss an operator books when nobody moves any money: one transaction, and its reverse.
    'POST /v1/refund-write-offs', 'POST /v1/refund-write-offs/:id/undo',
  ],
  shipping: [
    // A carrier's call under its other address, with or without a secret in it.
    'POST /webhooks/ghn', 'POST /webhooks/vnpost/:secret',
    // Prices of parcels, and the seller's word on a booking that failed.
    'POST /v1/quotes', 'POST /v1/shipments/:id/cancel', 'POST /v1/shipments/:id/retry', 'forgetting', 'idempotency-sweep', 'outbox-sweep', 'quota-sweep',
    // Forgetting whom a parcel went to, once it is at the end of its way.
    'hear orders purchase.erasing', 'forget-receivers',
  ],
};
