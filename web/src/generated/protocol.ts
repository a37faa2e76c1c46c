// SPDX-License-Identifier: Apache-2.0
// Made by scripts/generate.mjs from protocol.json. Do not edit.

/** free text */
export type Text = string
/** base64 */
export type Bytes = string
/** 64 lowercase hex digits */
export type Digest = string
/** "32000.5 tCO2e" */
export type Carbon = string
/** "45200.00 CNY" */
export type Money = string
/** "22000 mu" */
export type Area = string
/** "110.0623451" */
export type Degrees = string
/** "2024-05-01T08:30:00Z" */
export type Instant = string
/** "2024-05-01" */
export type Day = string
/** position in its batch, in decimal */
export type Serial = string
/** code of a thing */
export type Id = string

export type BandBase =
  | 'previous_close'
  | 'previous_average'

export type CashDirection =
  | 'deposit'
  | 'withdrawal'

export type CloseFormula =
  | 'average_of_day'
  | 'average_of_last_trades'

export type CompositeFormula =
  | 'mean_of_instruments'
  | 'newest_instrument'

export type Confidence =
  | 'official'
  | 'published'
  | 'derived'
  | 'own'
  | 'unverified'

export type DeliveryMethod =
  | 'gross_per_trade'
  | 'by_registration'

export type Ecosystem =
  | 'forest'
  | 'grassland'
  | 'wetland'

export type EncumbranceKind =
  | 'pledge'
  | 'freeze'

export type EncumbranceState =
  | 'standing'
  | 'released'

export type ExecutionPrice =
  | 'resting'
  | 'negotiated'
  | 'median'
  | 'fixed'
  | 'uniform_or_as_bid'
  | 'highest_bid'

export type FirstReference =
  | 'given_price'
  | 'composite_close'

export type Grade =
  | 'onsite'
  | 'offsite'

export type HolderClass =
  | 'compliance_entity'
  | 'other'

export type InstrumentState =
  | 'trading'
  | 'halted'
  | 'delisted'

export type ListingState =
  | 'open'
  | 'sold_out'
  | 'closed'

export type OpenFormula =
  | 'first_trade'
  | 'previous_close'

export type OrderKind =
  | 'limit'
  | 'market_to_limit'

export type OrderLife =
  | 'trading_day'
  | 'until_withdrawn'

export type OrderSide =
  | 'buy'
  | 'sell'

export type OrderState =
  | 'resting'
  | 'filled'
  | 'withdrawn'
  | 'expired'
  | 'not_filled'
  | 'own_order_met'
  | 'entry_is_full'
  | 'outside_band'
  | 'owner_suspended'

export type ParticipantKind =
  | 'registry_operator'
  | 'bureau'
  | 'exchange'
  | 'clearing_house'
  | 'verifier'
  | 'forest_owner'
  | 'firm'
  | 'organiser'
  | 'public_body'
  | 'bank'
  | 'insurer'
  | 'regulator'
  | 'auditor'
  | 'person'

export type Place =
  | 'issuance'
  | 'free'
  | 'held_by_order'
  | 'pledged'
  | 'frozen'
  | 'buffer'
  | 'retired'
  | 'cancelled'
  | 'exported'

export type ReportState =
  | 'submitted'
  | 'verified'
  | 'rejected'
  | 'confirmed'

export type ReservationState =
  | 'standing'
  | 'posted'
  | 'voided'
  | 'expired'

export type RetirementKind =
  | 'retirement'
  | 'cancellation'

export type Role =
  | 'administrator'
  | 'bureau_officer'
  | 'verifier'
  | 'exchange_operator'
  | 'clearing_officer'
  | 'trader'
  | 'auditor'
  | 'supervisor'

export type Rounding =
  | 'half_up'
  | 'down'
  | 'up'

export type TimeInForce =
  | 'day'
  | 'good_till_date'
  | 'immediate_or_cancel'
  | 'fill_or_kill'

export type TradeState =
  | 'awaiting_registration'
  | 'settled'
  | 'rejected'

export type TradingDayState =
  | 'open'
  | 'closed'
  | 'cleared'

export type TradingMode =
  | 'listing'
  | 'best_pick'
  | 'median_price'
  | 'order_book'
  | 'block'
  | 'auction'
  | 'public_listing'
  | 'competitive_listing'
  | 'over_the_counter'
  | 'quote_request'

export type TradingRightState =
  | 'active'
  | 'suspended'

export type UserState =
  | 'active'
  | 'suspended'

export interface Account {
  /** Code of the account. */
  readonly id: Id
  /** Participant whose units and money it records. */
  readonly participant: Id
  /** When it was opened. */
  readonly opened_at: Instant
}

export interface AccountOpened {
  /** The account. */
  readonly account: Account
}

export interface AdoptMarketProfile {
  /** The rules, whole. */
  readonly profile: MarketProfile
  /** Account that fees are paid to; not one of a trader. */
  readonly fee_account: Id
}

export interface AuctionRules {
  /** Least a seller can offer. */
  readonly lot_minimum: Carbon
  /** Working days before it by which the seller applies. */
  readonly apply_days: number
  /** Working days in which the exchange answers. */
  readonly answer_days: number
  /** Working days before it by which the units are frozen, or the application lapses. */
  readonly freeze_days: number
  /** Where it was read. */
  readonly source: RuleSource
}

export interface AuthoriseUser {
  /** Code of the user: a pseudonym, never a personal name. */
  readonly id: Id
  /** Participant for which the user acts. */
  readonly participant: Id
  /** What the user may do. */
  readonly roles: readonly Role[]
}

export interface Batch {
  /** Code of the batch; a unit's serial is this code and a position in it. */
  readonly id: Id
  /** Project that generated it; none for imported units. */
  readonly project: Id | null
  /** Monitoring report it was issued from; none for imported units. */
  readonly report: Id | null
  /** Account it was issued to. */
  readonly account: Id
  /** Year in which the reduction happened. */
  readonly vintage: number
  /** Size of the batch; a serial is one milligram. */
  readonly issued: Carbon
  /** Part put into the buffer pool at issue. */
  readonly buffered: Carbon
  /** Registry it was imported from, or empty. */
  readonly origin_registry: Text
  /** Its code there, used once, or empty. */
  readonly origin_id: Text
  /** Officer who issued it. */
  readonly issued_by: Id
  /** When it was issued. */
  readonly issued_at: Instant
}

export interface BatchImported {
  /** The batch. */
  readonly batch: Batch
}

export interface BatchIssued {
  /** The batch. */
  readonly batch: Batch
  /** The report, with what is issued from it now. */
  readonly report: Report
}

export interface BatchRanges {
  /** Batch of the serials. */
  readonly batch: Id
  /** The serials, ascending. */
  readonly ranges: readonly Range[]
}

export interface BlockHeader {
  /** Number of the block, from 0. */
  readonly position: number
  /** Log index of its first record. */
  readonly first_leaf: number
  /** How many records it closes. */
  readonly record_count: number
  /** SHA-256 of the previous block's leaf; zero for the first. */
  readonly previous_hash: Digest
  /** RFC 6962 root over the block's records. */
  readonly entries_root: Digest
  /** Digest of the whole state after the block. */
  readonly state_digest: Digest
  /** When the block was closed. */
  readonly at: Instant
}

export interface BufferReleased {
  /** Batch concerned. */
  readonly batch: Id
  /** How much. */
  readonly amount: Carbon
  /** Why. */
  readonly reason: Text
}

export interface Bulletin {
  /** Instrument. */
  readonly instrument: Id
  /** The day. */
  readonly day: Day
  /** Market it is traded on. */
  readonly market: Id
  /** What stands for the previous close on that day. */
  readonly reference_price: Money | null
  /** Open. */
  readonly open: Money | null
  /** Highest price; none without a trade that makes prices. */
  readonly high: Money | null
  /** Lowest price; none without a trade that makes prices. */
  readonly low: Money | null
  /** Close. */
  readonly close: Money | null
  /** Close less reference. */
  readonly change: Money | null
  /** The change in hundredths of a per cent of the reference. */
  readonly change_basis: number | null
  /** Trades of the day. */
  readonly trades: number
  /** How much was traded in modes that make prices. */
  readonly priced_amount: Carbon
  /** What that was worth. */
  readonly priced_value: Money
  /** How much was traded in all. */
  readonly amount: Carbon
  /** What that was worth. */
  readonly value: Money
  /** The amount with both legs counted, as a registry reports it. */
  readonly cleared_amount: Carbon
  /** The value with both legs counted, as a registry reports it. */
  readonly cleared_value: Money
  /** When it was published. */
  readonly issued_at: Instant
}

export interface BulletinIssued {
  /** The bulletin. */
  readonly bulletin: Bulletin
  /** The prices with their new close. */
  readonly quote: Quote
}

export interface BuyListing {
  /** Listing to buy from. */
  readonly listing: Id
  /** Account that buys and pays. */
  readonly buyer: Id
  /** How much. */
  readonly amount: Carbon
}

export interface CalendarRule {
  /** Holidays and make-up days. */
  readonly calendar: TradingCalendar
  /** Whether a worked weekend day is a trading day. */
  readonly trades_on_make_up_days: boolean
  /** Where it was read that the market keeps it. */
  readonly source: RuleSource
}

export interface CancelOrder {
  /** Order to withdraw. */
  readonly order: Id
}

export interface CancelOrders {
  /** Only those of this account. */
  readonly account: Id | null
  /** Only those in this instrument. */
  readonly instrument: Id | null
}

export interface CashBalance {
  /** Account; empty for the bank's control account. */
  readonly account: Id
  /** Hold that owns the money; empty when it is free. */
  readonly hold: Id
  /** How much. */
  readonly amount: Money
}

export interface CashMoved {
  /** Where the money was. */
  readonly from: Purse
  /** Where it is now. */
  readonly to: Purse
  /** How much. */
  readonly amount: Money
}

export interface CashPaid {
  /** What it is for. */
  readonly reference: Text
}

export interface CashRecorded {
  /** The bank transfer. */
  readonly transfer: CashTransfer
}

export interface CashReserved {
  /** The reservation. */
  readonly reservation: Reservation
}

export interface CashTransfer {
  /** Reference of the bank transfer, used once. */
  readonly bank_reference: Text
  /** In or out. */
  readonly direction: CashDirection
  /** Account it belongs to. */
  readonly account: Id
  /** How much. */
  readonly amount: Money
  /** When it was recorded. */
  readonly recorded_at: Instant
}

export interface CellOpened {
  /** Name of the cell. */
  readonly cell: Text
  /** Participant that runs the registry. */
  readonly operator_id: Id
}

export interface ClearTradingDay {
  /** Market concerned. */
  readonly market: Id
}

export interface CloseListing {
  /** Listing to close. */
  readonly listing: Id
  /** Why. */
  readonly reason: Text
}

export interface ClosePriceRule {
  /** How the close is made; averages are weighted by volume. */
  readonly formula: CloseFormula
  /** How many last trades are averaged; else 0. */
  readonly last_trades: number
  /** Up to this volume of the day the close is the open. */
  readonly open_up_to: Carbon | null
  /** How it is rounded to the fen. */
  readonly rounding: Rounding
  /** Where it was read. */
  readonly source: RuleSource
}

export interface CloseTradingDay {
  /** Market concerned. */
  readonly market: Id
}

export interface CompositeRule {
  /** How the composite close is made of the instruments' closes. */
  readonly formula: CompositeFormula
  /** How it is rounded to the fen. */
  readonly rounding: Rounding
  /** Where it was read. */
  readonly source: RuleSource
}

export interface ConfirmReport {
  /** Report confirmed. */
  readonly report: Id
}

export interface CountedTrade {
  /** Price per tonne. */
  readonly price: Money
  /** How much. */
  readonly amount: Carbon
  /** What it was worth. */
  readonly value: Money
}

export interface DeliveryRule {
  /** How units and money are exchanged. */
  readonly method: DeliveryMethod
  /** Where it was read. */
  readonly source: RuleSource
}

export interface DepositCash {
  /** Account it belongs to. */
  readonly account: Id
  /** How much. */
  readonly amount: Money
  /** Reference of the bank transfer, used once. */
  readonly bank_reference: Text
}

export interface Encumbrance {
  /** Code of the pledge or freeze. */
  readonly id: Id
  /** Pledge or freeze. */
  readonly kind: EncumbranceKind
  /** Whether it still stands. */
  readonly state: EncumbranceState
  /** Account of the units; they stay in its name. */
  readonly account: Id
  /** Batch of the units. */
  readonly batch: Id
  /** How much is encumbered. */
  readonly amount: Carbon
  /** Lender, or authority that ordered the freeze. */
  readonly in_favour_of: Id
  /** Contract or order it rests on. */
  readonly reason: Text
  /** User who placed it. */
  readonly placed_by: Id
  /** When it was placed. */
  readonly placed_at: Instant
}

export interface EncumbrancePlaced {
  /** The pledge or freeze. */
  readonly encumbrance: Encumbrance
}

export interface EncumbranceReleased {
  /** The pledge or freeze. */
  readonly encumbrance: Encumbrance
}

export interface Entry {
  /** Its place in the log. */
  readonly log_index: number
  /** Block that closed over it. */
  readonly block: number
  /** Name of the command. */
  readonly command: Text
  /** User who gave it. */
  readonly actor: Id
  /** When it was ordered. */
  readonly at: Instant
  /** Whether it was accepted. */
  readonly accepted: boolean
  /** Number of the refusal, if it was refused. */
  readonly refusal: number | null
  /** What was done, or why not, in Chinese. */
  readonly message_zh: Text
  /** What was done, or why not, in English. */
  readonly message_en: Text
}

export interface Execution {
  /** At what price a trade is done. */
  readonly price: ExecutionPrice
  /** Best price levels that can be picked from; none for all. */
  readonly levels: number | null
  /** Whether the taker may choose among orders at one price, so that time does not count. */
  readonly counterparty_chosen: boolean
  /** Where it was read. */
  readonly source: RuleSource
}

export interface ExpireOrders {
  /** Market concerned. */
  readonly market: Id
}

export interface ExpireReservation {
  /** Reservation concerned. */
  readonly reservation: Id
}

export interface Export {
  /** Number of the export. */
  readonly id: Id
  /** Account the units left. */
  readonly account: Id
  /** How much left. */
  readonly amount: Carbon
  /** The serials. */
  readonly units: readonly BatchRanges[]
  /** Registry they went to. */
  readonly destination: Text
  /** Reference there. */
  readonly reference: Text
  /** When they left. */
  readonly exported_at: Instant
}

export interface ExportUnits {
  /** Account they leave. */
  readonly account: Id
  /** What to export. */
  readonly lots: readonly Lot[]
  /** Registry they go to. */
  readonly destination: Text
  /** Reference there. */
  readonly reference: Text
}

export interface FeeRule {
  /** Trades of this mode. */
  readonly mode: TradingMode
  /** Millionths of the value that the buyer pays. */
  readonly buyer_ppm: number
  /** Millionths of the value that the seller pays. */
  readonly seller_ppm: number
  /** Least that a side pays whose rate is not zero. */
  readonly minimum: Money
  /** How a fee is rounded to the fen. */
  readonly rounding: Rounding
  /** Where it was read. */
  readonly source: RuleSource
}

export interface FirstReferenceRule {
  /** What stands in for the previous close of a new instrument. */
  readonly rule: FirstReference
  /** The given price, if it is one. */
  readonly price: Money | null
  /** Where it was read. */
  readonly source: RuleSource
}

export interface FreezeUnits {
  /** Code to give the freeze. */
  readonly id: Id
  /** Account of the units. */
  readonly account: Id
  /** Batch of the units. */
  readonly batch: Id
  /** How much. */
  readonly amount: Carbon
  /** Authority that ordered it. */
  readonly authority: Id
  /** The order. */
  readonly order_reference: Text
}

export interface Gift {
  /** Number of the gift. */
  readonly id: Id
  /** Account of the giver. */
  readonly from: Id
  /** Account of the receiver. */
  readonly to: Id
  /** How much was given. */
  readonly amount: Carbon
  /** The serials. */
  readonly units: readonly BatchRanges[]
  /** What it was given for. */
  readonly occasion: Text
  /** User who gave it. */
  readonly given_by: Id
  /** When it was given. */
  readonly given_at: Instant
}

export interface GiveUnits {
  /** Account of the giver. */
  readonly from: Id
  /** Account of the receiver. */
  readonly to: Id
  /** What to give. */
  readonly lots: readonly Lot[]
  /** What it is given for. */
  readonly occasion: Text
}

export interface HeldRange {
  /** Batch of the serials. */
  readonly batch: Id
  /** First serial. */
  readonly first: Serial
  /** Last serial, included. */
  readonly last: Serial
  /** Account they are on. */
  readonly account: Id
  /** Where on the account. */
  readonly place: Place
  /** Hold that owns them; empty for places without one. */
  readonly hold: Id
}

export interface Holding {
  /** Account of the units. */
  readonly account: Id
  /** Batch of the units. */
  readonly batch: Id
  /** Where on the account. */
  readonly place: Place
  /** Hold that owns them; empty for places without one. */
  readonly hold: Id
  /** How much. */
  readonly amount: Carbon
}

export interface Holiday {
  /** First day without work. */
  readonly first: Day
  /** Last day without work, included. */
  readonly last: Day
  /** Chinese name. */
  readonly name_zh: Text
  /** English name. */
  readonly name_en: Text
}

export interface ImportBatch {
  /** Code to give the batch. */
  readonly id: Id
  /** Account that receives them. */
  readonly account: Id
  /** Year of the reduction. */
  readonly vintage: number
  /** How much. */
  readonly amount: Carbon
  /** Registry they come from. */
  readonly origin_registry: Text
  /** Their code there. */
  readonly origin_id: Text
}

export interface Instrument {
  /** Code of the instrument. */
  readonly id: Id
  /** Market it is traded on. */
  readonly market: Id
  /** Chinese title. */
  readonly title_zh: Text
  /** English title. */
  readonly title_en: Text
  /** Which batches can be delivered. */
  readonly criteria: InstrumentCriteria
  /** Given reference price of its first day, if any. */
  readonly first_price: Money | null
  /** Whether it can be traded. */
  readonly state: InstrumentState
  /** Why it is in this state, or empty. */
  readonly reason: Text
  /** Its place in the order of listing. */
  readonly number: number
  /** Operator who listed it. */
  readonly listed_by: Id
  /** When it was listed. */
  readonly listed_at: Instant
}

export interface InstrumentCriteria {
  /** Only these batches; empty for no such limit. */
  readonly batches: readonly Id[]
  /** Only units that came from this registry; empty for any. */
  readonly origin_registry: Text
  /** Only units of projects under this methodology; empty for any. */
  readonly methodology: Text
  /** Only units of projects in regions that begin with these digits; empty for any. */
  readonly region: Text
  /** Only this vintage and later ones. */
  readonly vintage_first: number | null
  /** Only this vintage and earlier ones. */
  readonly vintage_last: number | null
}

export interface InstrumentListed {
  /** The instrument. */
  readonly instrument: Instrument
}

export interface InstrumentStateChanged {
  /** The instrument. */
  readonly instrument: Instrument
}

export interface IssueBatch {
  /** Code to give the batch. */
  readonly id: Id
  /** Confirmed report. */
  readonly report: Id
  /** Account of the project's owner. */
  readonly account: Id
  /** Year of the reduction, within the report's period. */
  readonly vintage: number
  /** How much to issue. */
  readonly amount: Carbon
  /** Part of it that goes to the buffer pool. */
  readonly buffer: Carbon
}

export interface ListInstrument {
  /** Code to give it. */
  readonly id: Id
  /** Market it is traded on. */
  readonly market: Id
  /** Chinese title. */
  readonly title_zh: Text
  /** English title. */
  readonly title_en: Text
  /** Which batches can be delivered; at least one criterion. */
  readonly criteria: InstrumentCriteria
  /** Reference price of its first day; else the market's rule says it. */
  readonly first_price: Money | null
}

export interface Listing {
  /** Code of the listing. */
  readonly id: Id
  /** Account that sells. */
  readonly seller: Id
  /** Batch on offer. */
  readonly batch: Id
  /** How much was offered. */
  readonly offered: Carbon
  /** How much is left. */
  readonly remaining: Carbon
  /** Bids are whole multiples of this amount. */
  readonly lot: Carbon
  /** Fixed price per tonne. */
  readonly price: Money
  /** Market days on which it can be bought (Asia/Shanghai). */
  readonly open_days: Period
  /** Whether it can be bought. */
  readonly state: ListingState
  /** Exchange operator who listed it. */
  readonly listed_by: Id
  /** When it was listed. */
  readonly listed_at: Instant
}

export interface ListingClosed {
  /** The listing. */
  readonly listing: Listing
  /** Why. */
  readonly reason: Text
}

export interface ListingOpened {
  /** The listing. */
  readonly listing: Listing
}

export interface Lot {
  /** Batch to take from. */
  readonly batch: Id
  /** How much. */
  readonly amount: Carbon
}

export interface LotRule {
  /** Orders are whole multiples of it. */
  readonly amount: Carbon
  /** Where it was read. */
  readonly source: RuleSource
}

export interface MarketAdopted {
  /** The version. */
  readonly version: MarketVersion
  /** Its rules, whole. */
  readonly profile: MarketProfile
}

export interface MarketProfile {
  /** Code of the market, the same in all versions. */
  readonly id: Id
  /** Chinese title. */
  readonly title_zh: Text
  /** English title. */
  readonly title_en: Text
  /** First day of this version. */
  readonly effective: Day
  /** Where that day was read. */
  readonly effective_source: RuleSource
  /** What the sources of this version name. */
  readonly documents: readonly RuleDocument[]
  /** Trading modes. */
  readonly modes: readonly ModeRules[]
  /** Least step of an amount. */
  readonly lot: LotRule | null
  /** Least step of a price. */
  readonly tick: TickRule | null
  /** Trading days. */
  readonly calendar: CalendarRule | null
  /** How long orders stand. */
  readonly order_life: OrderLifeRule | null
  /** Open price. */
  readonly open: OpenPriceRule | null
  /** Close price. */
  readonly close: ClosePriceRule | null
  /** Composite quote of all instruments. */
  readonly composite: CompositeRule | null
  /** Reference price of a new instrument. */
  readonly first_reference: FirstReferenceRule | null
  /** When bought units can be sold. */
  readonly resale: ResaleRule | null
  /** When proceeds can be used. */
  readonly proceeds: ProceedsRule | null
  /** Position limits. */
  readonly positions: readonly PositionRule[]
  /** Fees. */
  readonly fees: readonly FeeRule[]
  /** Who clears and settles. */
  readonly settlement: SettlementBody | null
  /** How it is settled. */
  readonly delivery: DeliveryRule | null
  /** Conflicts and open points. */
  readonly notes: readonly ProfileNote[]
}

export interface MarketTrade {
  /** Number of the trade. */
  readonly id: Id
  /** Instrument. */
  readonly instrument: Id
  /** Market. */
  readonly market: Id
  /** Trading day. */
  readonly day: Day
  /** Trading mode. */
  readonly mode: TradingMode
  /** Whether the one who came second bought or sold. */
  readonly side: OrderSide
  /** Account that sells. */
  readonly seller: Id
  /** Account that buys. */
  readonly buyer: Id
  /** Order that rested. */
  readonly resting: Id
  /** Order that met it; none when it was picked. */
  readonly taking: Id | null
  /** Batch of the units. */
  readonly batch: Id
  /** How much. */
  readonly amount: Carbon
  /** Price per tonne. */
  readonly price: Money
  /** Amount times price. */
  readonly value: Money
  /** Fee of the buyer, on top of the value. */
  readonly buyer_fee: Money
  /** Fee of the seller, out of the value. */
  readonly seller_fee: Money
  /** Account that fees are paid to. */
  readonly fee_account: Id
  /** What a resting bid held for it and did not need. */
  readonly released: Money
  /** First day on which the buyer can sell the units. */
  readonly sellable_from: Day
  /** When it was traded. */
  readonly traded_at: Instant
}

export interface MarketVersion {
  /** Market. */
  readonly market: Id
  /** First day of this version. */
  readonly effective: Day
  /** Chinese title. */
  readonly title_zh: Text
  /** English title. */
  readonly title_en: Text
  /** Account that fees are paid to. */
  readonly fee_account: Id
  /** Operator who adopted it. */
  readonly adopted_by: Id
  /** When it was adopted. */
  readonly adopted_at: Instant
}

export interface ModeRules {
  /** The trading mode. */
  readonly mode: TradingMode
  /** Whether its trades enter open, high, low and close. */
  readonly makes_prices: boolean
  /** Order sizes. */
  readonly size: OrderSize | null
  /** Price band. */
  readonly band: PriceBand | null
  /** When it is open. */
  readonly hours: TradingHours | null
  /** How trades come about. */
  readonly execution: Execution | null
  /** Steps of an auction. */
  readonly auction: AuctionRules | null
  /** Where it was read that the mode exists. */
  readonly source: RuleSource
}

export interface OpenAccount {
  /** Code to give it. */
  readonly id: Id
  /** Participant whose account it is. */
  readonly participant: Id
}

export interface OpenCell {
  /** Name of the cell; the log's origin ends with it. */
  readonly cell: Text
  /** Participant that runs the registry. */
  readonly operator_id: Id
  /** Its Chinese name. */
  readonly operator_name_zh: Text
  /** Its English name. */
  readonly operator_name_en: Text
  /** Six-digit administrative division code (GB/T 2260). */
  readonly region: Text
  /** First user, with the role administrator. */
  readonly administrator: Id
}

export interface OpenListing {
  /** Code to give it. */
  readonly id: Id
  /** Account that sells. */
  readonly seller: Id
  /** Batch on offer. */
  readonly batch: Id
  /** How much. */
  readonly amount: Carbon
  /** Purchases are whole multiples of this amount. */
  readonly lot: Carbon
  /** Price per tonne. */
  readonly price: Money
  /** Market days on which it can be bought (Asia/Shanghai). */
  readonly open_days: Period
}

export interface OpenPriceRule {
  /** How the open is made. */
  readonly formula: OpenFormula
  /** Where it was read. */
  readonly source: RuleSource
}

export interface OpenTradingDay {
  /** Market concerned. */
  readonly market: Id
  /** The day, which must be today (Asia/Shanghai). */
  readonly day: Day
}

export interface Order {
  /** Code of the order; not that of one that rests. */
  readonly id: Id
  /** Its place in the order of all orders: the time of time priority. */
  readonly number: number
  /** Market. */
  readonly market: Id
  /** Instrument. */
  readonly instrument: Id
  /** Account that trades. */
  readonly account: Id
  /** Participant of the account. */
  readonly participant: Id
  /** Trading mode. */
  readonly mode: TradingMode
  /** Whether it buys or sells. */
  readonly side: OrderSide
  /** Whether its price was given, or taken from the other side. */
  readonly kind: OrderKind
  /** How long it may rest. */
  readonly time_in_force: TimeInForce
  /** Last day on which it may rest. */
  readonly until: Day
  /** Whether it would rather be refused than trade at once. */
  readonly post_only: boolean
  /** Limit per tonne. */
  readonly price: Money
  /** How much was ordered. */
  readonly amount: Carbon
  /** How much of it was not traded. */
  readonly remaining: Carbon
  /** Batch that a sale delivers. */
  readonly batch: Id | null
  /** The only participant who may take it, if there is one. */
  readonly counterparty: Id | null
  /** Whether it rests, or how it ended. */
  readonly state: OrderState
  /** What was traded of it is worth. */
  readonly value: Money
  /** Fees it has paid. */
  readonly fees: Money
  /** Money that a resting bid holds. */
  readonly held: Money
  /** User who placed it. */
  readonly placed_by: Id
  /** When it was placed. */
  readonly placed_at: Instant
}

export interface OrderEnded {
  /** The order as it ended. */
  readonly order: Order
  /** Money that came free. */
  readonly released: Money
}

export interface OrderLifeRule {
  /** How long an unfilled order stands. */
  readonly life: OrderLife
  /** Where it was read. */
  readonly source: RuleSource
}

export interface OrderPlaced {
  /** The order. */
  readonly order: Order
}

export interface OrderSize {
  /** Least of one order. */
  readonly minimum: Carbon | null
  /** Most of one order. */
  readonly maximum: Carbon | null
  /** Where it was read. */
  readonly source: RuleSource
}

export interface OrderTraded {
  /** The trade. */
  readonly trade: MarketTrade
  /** The order that rested, after it. */
  readonly order: Order
}

export interface Participant {
  /** Code of the participant. */
  readonly id: Id
  /** What kind of body it is. */
  readonly kind: ParticipantKind
  /** Chinese name. */
  readonly name_zh: Text
  /** English name. */
  readonly name_en: Text
  /** Six-digit administrative division code (GB/T 2260). */
  readonly region: Text
  /** When it was registered. */
  readonly registered_at: Instant
}

export interface ParticipantRegistered {
  /** The participant. */
  readonly participant: Participant
}

export interface Period {
  /** First day. */
  readonly first: Day
  /** Last day, included. */
  readonly last: Day
}

export interface PickOrder {
  /** Order to take. */
  readonly order: Id
  /** Account that trades. */
  readonly account: Id
  /** How much; a block is taken whole. */
  readonly amount: Carbon
  /** Batch to deliver, when the order buys. */
  readonly batch: Id | null
}

export interface PlaceOrder {
  /** Code to give it; not that of an order that rests. */
  readonly id: Id
  /** Instrument to trade. */
  readonly instrument: Id
  /** Account that trades. */
  readonly account: Id
  /** Trading mode. */
  readonly mode: TradingMode
  /** Whether it buys or sells. */
  readonly side: OrderSide
  /** Limit, or the best price of the other side as limit. */
  readonly kind: OrderKind
  /** Limit per tonne; absent when it is taken from the other side. */
  readonly price: Money | null
  /** How much. */
  readonly amount: Carbon
  /** Batch that a sale delivers. */
  readonly batch: Id | null
  /** How long it may rest. */
  readonly time_in_force: TimeInForce
  /** Last day on which it may rest, where it is good till a date. */
  readonly until: Day | null
  /** Whether to be refused rather than to trade at once. */
  readonly post_only: boolean
  /** The only participant who may take a block. */
  readonly counterparty: Id | null
}

export interface PledgeUnits {
  /** Code to give the pledge. */
  readonly id: Id
  /** Account of the units. */
  readonly account: Id
  /** Batch of the units. */
  readonly batch: Id
  /** How much. */
  readonly amount: Carbon
  /** Bank in whose favour. */
  readonly lender: Id
  /** Loan contract. */
  readonly contract: Text
}

export interface Pocket {
  /** Account; empty for the issuance side. */
  readonly account: Id
  /** Where on the account. */
  readonly place: Place
  /** Hold that owns it; empty for places without one. */
  readonly hold: Id
}

export interface Point {
  /** Degrees east, CGCS2000. */
  readonly longitude: Degrees
  /** Degrees north, CGCS2000. */
  readonly latitude: Degrees
}

export interface PositionRule {
  /** Whom it binds. */
  readonly holder: HolderClass
  /** Whether the holder's allocation of the year is added to both figures. */
  readonly adds_allocation: boolean
  /** Most that may be held. */
  readonly limit: Carbon
  /** Above it the holder is published. */
  readonly published_above: Carbon | null
  /** Where it was read. */
  readonly source: RuleSource
}

export interface PostReservation {
  /** Reservation concerned. */
  readonly reservation: Id
  /** How much of it is taken. */
  readonly amount: Money
}

export interface PriceBand {
  /** How far below the base, in millionths of it. */
  readonly down_ppm: number
  /** How far above the base, in millionths of it. */
  readonly up_ppm: number
  /** What it is taken of; none when that is not known. */
  readonly base: BandBase | null
  /** How a limit is rounded to the tick. */
  readonly rounding: Rounding
  /** Where it was read. */
  readonly source: RuleSource
}

export interface ProceedsRule {
  /** Whether proceeds of a sale can buy on the same day. */
  readonly same_day: boolean
  /** Where it was read. */
  readonly source: RuleSource
}

export interface ProfileNote {
  /** In Chinese. */
  readonly zh: Text
  /** In English. */
  readonly en: Text
}

export interface Project {
  /** Code of the project. */
  readonly id: Id
  /** Participant with the right to the reductions. */
  readonly owner: Id
  /** Chinese name. */
  readonly name_zh: Text
  /** English name. */
  readonly name_en: Text
  /** What stores the carbon. */
  readonly ecosystem: Ecosystem
  /** Market for which it is eligible. */
  readonly grade: Grade
  /** Methodology and its version. */
  readonly methodology: Text
  /** Six-digit administrative division code (GB/T 2260). */
  readonly region: Text
  /** Area as registered. */
  readonly area: Area
  /** Days in which units may be generated. */
  readonly crediting_period: Period
  /** Corners of the land, in order, first not repeated. */
  readonly boundary: readonly Point[]
  /** Officer who registered it. */
  readonly registered_by: Id
  /** When it was registered. */
  readonly registered_at: Instant
}

export interface ProjectRegistered {
  /** The project. */
  readonly project: Project
}

export interface Purchase {
  /** Market they were bought on. */
  readonly market: Id
  /** Account that bought them. */
  readonly account: Id
  /** Batch of the units. */
  readonly batch: Id
  /** Day of the purchase. */
  readonly bought: Day
  /** First day on which they can be sold. */
  readonly sellable_from: Day
  /** How much. */
  readonly amount: Carbon
}

export interface PurchaseReleased {
  /** What came free. */
  readonly purchase: Purchase
}

export interface Purse {
  /** Account; empty for the bank's control account. */
  readonly account: Id
  /** Hold that owns the money; empty when it is free. */
  readonly hold: Id
}

export interface Quote {
  /** Instrument. */
  readonly instrument: Id
  /** Market it is traded on. */
  readonly market: Id
  /** The day the figures are of. */
  readonly day: Day
  /** What stands for the previous close on that day. */
  readonly reference_price: Money | null
  /** Price of the first trade that makes prices. */
  readonly open: Money | null
  /** Highest price of such a trade. */
  readonly high: Money | null
  /** Lowest price of such a trade. */
  readonly low: Money | null
  /** Price of the last trade that makes prices. */
  readonly last_price: Money | null
  /** Trades of the day. */
  readonly trades: number
  /** Trades that make prices. */
  readonly priced_trades: number
  /** How much those were. */
  readonly priced_amount: Carbon
  /** What those were worth. */
  readonly priced_value: Money
  /** How much was traded in all. */
  readonly amount: Carbon
  /** What that was worth. */
  readonly value: Money
  /** The last trades, where the close is made of them. */
  readonly last_trades: readonly CountedTrade[]
  /** The last close that was published. */
  readonly close: Money | null
  /** The day of that close. */
  readonly closed_on: Day | null
}

export interface QuoteChanged {
  /** The prices. */
  readonly quote: Quote
}

export interface Range {
  /** First serial. */
  readonly first: Serial
  /** Last serial, included. */
  readonly last: Serial
}

export interface Refusal {
  /** Number of the refusal, for ever the same. */
  readonly number: number
  /** Values for its message. */
  readonly parameters: readonly RefusalParameter[]
}

export interface RefusalParameter {
  /** Name of the parameter in the message. */
  readonly name: Text
  /** Its value. */
  readonly value: Text
}

export interface RegisterParticipant {
  /** Code to give it. */
  readonly id: Id
  /** What kind of body it is. */
  readonly kind: ParticipantKind
  /** Chinese name. */
  readonly name_zh: Text
  /** English name. */
  readonly name_en: Text
  /** Six-digit administrative division code (GB/T 2260). */
  readonly region: Text
}

export interface RegisterProject {
  /** Code to give it. */
  readonly id: Id
  /** Participant with the right to the reductions. */
  readonly owner: Id
  /** Chinese name. */
  readonly name_zh: Text
  /** English name. */
  readonly name_en: Text
  /** What stores the carbon. */
  readonly ecosystem: Ecosystem
  /** Market for which it is eligible. */
  readonly grade: Grade
  /** Methodology and its version. */
  readonly methodology: Text
  /** Six-digit administrative division code (GB/T 2260). */
  readonly region: Text
  /** Area as registered. */
  readonly area: Area
  /** Days in which units may be generated. */
  readonly crediting_period: Period
  /** Corners of the land in order, 3 to 1000, first not repeated. */
  readonly boundary: readonly Point[]
}

export interface RegisterTransfer {
  /** Trade on the voucher. */
  readonly trade: Id
}

export interface RejectTransfer {
  /** Trade on the voucher. */
  readonly trade: Id
  /** Why. */
  readonly reason: Text
}

export interface ReleaseBuffer {
  /** Batch concerned. */
  readonly batch: Id
  /** How much. */
  readonly amount: Carbon
  /** Why. */
  readonly reason: Text
}

export interface ReleaseFreeze {
  /** Freeze to lift. */
  readonly freeze: Id
}

export interface ReleasePledge {
  /** Pledge to release. */
  readonly pledge: Id
}

export interface ReleasePurchases {
  /** Market concerned. */
  readonly market: Id
}

export interface Report {
  /** Code of the monitoring report. */
  readonly id: Id
  /** Project it monitors. */
  readonly project: Id
  /** Monitoring period. */
  readonly period: Period
  /** Estimation method and its version. */
  readonly method: Text
  /** SHA-256 of the plot table file. */
  readonly input_digest: Digest
  /** SHA-256 of the estimate's trace. */
  readonly trace_digest: Digest
  /** Tonnes claimed, after the uncertainty discount. */
  readonly estimated: Carbon
  /** Tonnes the verifier found. */
  readonly verified: Carbon
  /** Tonnes issued from it so far. */
  readonly issued: Carbon
  /** Where it stands. */
  readonly state: ReportState
  /** The verifier's statement. */
  readonly statement: Text
  /** Officer who submitted it. */
  readonly submitted_by: Id
  /** Verifier who decided on it. */
  readonly verified_by: Id | null
  /** Second officer who confirmed it. */
  readonly confirmed_by: Id | null
  /** When it was submitted. */
  readonly submitted_at: Instant
}

export interface ReportConfirmed {
  /** The report. */
  readonly report: Report
}

export interface ReportSubmitted {
  /** The report. */
  readonly report: Report
}

export interface ReportVerified {
  /** The report. */
  readonly report: Report
}

export interface ResaleRule {
  /** Trading days after the purchase on which units can be sold: 0, or 1 for T+1. */
  readonly trading_days: number
  /** Where it was read. */
  readonly source: RuleSource
}

export interface Reservation {
  /** Code of the reservation; free again once it has ended. */
  readonly id: Id
  /** Account that pays. */
  readonly from: Id
  /** Account that is to be paid. */
  readonly to: Id
  /** How much was set aside. */
  readonly amount: Money
  /** How much of it the payee took. */
  readonly paid: Money
  /** Whether it stands, or how it ended. */
  readonly state: ReservationState
  /** From when on it can be sent back. */
  readonly expires_at: Instant
}

export interface ReservationEnded {
  /** The reservation as it ended. */
  readonly reservation: Reservation
}

export interface ReserveCash {
  /** Code of the reservation; not that of one that stands. */
  readonly id: Id
  /** Account that pays. */
  readonly from: Id
  /** Account that is to be paid. */
  readonly to: Id
  /** How much. */
  readonly amount: Money
  /** From when on it can be sent back. */
  readonly expires_at: Instant
}

export interface RetireUnits {
  /** For a claim, or without one. */
  readonly kind: RetirementKind
  /** Account the units come from. */
  readonly account: Id
  /** What to retire. */
  readonly lots: readonly Lot[]
  /** In whose name, in Chinese. */
  readonly beneficiary_zh: Text
  /** In whose name, in English. */
  readonly beneficiary_en: Text
  /** What for, in Chinese. */
  readonly purpose_zh: Text
  /** What for, in English. */
  readonly purpose_en: Text
  /** Days whose emissions are offset. */
  readonly period: Period
}

export interface Retirement {
  /** Number of the cancellation certificate. */
  readonly id: Id
  /** Retirement (for a claim) or cancellation (without one). */
  readonly kind: RetirementKind
  /** Account the units came from. */
  readonly account: Id
  /** How much was retired. */
  readonly amount: Carbon
  /** The serials; they never move again. */
  readonly units: readonly BatchRanges[]
  /** In whose name, in Chinese. */
  readonly beneficiary_zh: Text
  /** In whose name, in English. */
  readonly beneficiary_en: Text
  /** What for, in Chinese. */
  readonly purpose_zh: Text
  /** What for, in English. */
  readonly purpose_en: Text
  /** Days whose emissions are offset. */
  readonly period: Period
  /** User who retired them. */
  readonly retired_by: Id
  /** When they were retired. */
  readonly retired_at: Instant
}

export interface RuleDocument {
  /** What sources call it. */
  readonly key: Text
  /** Chinese title, with number and date. */
  readonly title_zh: Text
  /** English title. */
  readonly title_en: Text
  /** How much of it was read, and where. */
  readonly read: Text
}

export interface RuleSource {
  /** Key of the document it was read in. */
  readonly document: Text
  /** Clause, or what was counted; may be empty. */
  readonly clause: Text
  /** How far it can be trusted. */
  readonly confidence: Confidence
}

export interface SetInstrumentState {
  /** Instrument concerned. */
  readonly instrument: Id
  /** New state; delisted is for good. */
  readonly state: InstrumentState
  /** Why. */
  readonly reason: Text
}

export interface SetTradingRight {
  /** Market concerned. */
  readonly market: Id
  /** Participant concerned. */
  readonly participant: Id
  /** Whether it may trade. */
  readonly state: TradingRightState
  /** Which position rule binds it. */
  readonly holder: HolderClass
  /** Its allocation of the year; zero without one. */
  readonly allocation: Carbon
  /** Why. */
  readonly reason: Text
}

export interface SetUserState {
  /** User concerned. */
  readonly user: Id
  /** New state. */
  readonly state: UserState
  /** Why. */
  readonly reason: Text
}

export interface SettlementBody {
  /** Chinese name. */
  readonly name_zh: Text
  /** English name. */
  readonly name_en: Text
  /** Where it was read. */
  readonly source: RuleSource
}

export interface SubmitReport {
  /** Code to give it. */
  readonly id: Id
  /** Project it monitors. */
  readonly project: Id
  /** Monitoring period, inside the crediting period. */
  readonly period: Period
  /** Estimation method and its version. */
  readonly method: Text
  /** SHA-256 of the plot table file. */
  readonly input_digest: Digest
  /** SHA-256 of the estimate's trace. */
  readonly trace_digest: Digest
  /** Tonnes claimed, after the uncertainty discount. */
  readonly estimated: Carbon
}

export interface SweepMade {
  /** How many. */
  readonly done: number
  /** Whether there are more: then the command is to be given again. */
  readonly more: boolean
}

export interface TickRule {
  /** Prices are whole multiples of it. */
  readonly price: Money
  /** Where it was read. */
  readonly source: RuleSource
}

export interface Trade {
  /** Number of the trade and of its voucher. */
  readonly id: Id
  /** Listing it was bought from. */
  readonly listing: Id
  /** Account that sells. */
  readonly seller: Id
  /** Account that buys. */
  readonly buyer: Id
  /** Batch of the units. */
  readonly batch: Id
  /** How much. */
  readonly amount: Carbon
  /** Price per tonne. */
  readonly price: Money
  /** Amount times price, rounded half up to the fen. */
  readonly total: Money
  /** Whether the bureau has registered the transfer. */
  readonly state: TradeState
  /** Serials that are held for it, then delivered. */
  readonly units: readonly Range[]
  /** Why the bureau rejected it, or empty. */
  readonly reason: Text
  /** User who bought. */
  readonly bought_by: Id
  /** Officer who registered or rejected the transfer. */
  readonly registered_by: Id | null
  /** When it was traded. */
  readonly traded_at: Instant
  /** When the transfer was registered or rejected. */
  readonly registered_at: Instant | null
}

export interface TradeMade {
  /** The trade. */
  readonly trade: Trade
  /** The listing after it. */
  readonly listing: Listing
}

export interface TradeRejected {
  /** The trade. */
  readonly trade: Trade
}

export interface TradeSettled {
  /** The trade. */
  readonly trade: Trade
}

export interface TradingCalendar {
  /** Code of the calendar. */
  readonly id: Text
  /** Chinese title. */
  readonly title_zh: Text
  /** English title. */
  readonly title_en: Text
  /** First day it covers. */
  readonly first: Day
  /** Last day it covers, included. */
  readonly last: Day
  /** Public holidays, in order. */
  readonly holidays: readonly Holiday[]
  /** Weekend days that are worked, in order. */
  readonly make_up_days: readonly Day[]
  /** Where it was read. */
  readonly source: RuleSource
}

export interface TradingDay {
  /** Market. */
  readonly market: Id
  /** The day (Asia/Shanghai). */
  readonly day: Day
  /** First day of the version of the rules that is in force. */
  readonly version: Day
  /** How far the day is. */
  readonly state: TradingDayState
  /** First day on which what is bought today can be sold. */
  readonly sellable_from: Day
  /** Composite close of the day before. */
  readonly composite_reference: Money | null
  /** Composite close, once the day is cleared. */
  readonly composite: Money | null
  /** Its change in hundredths of a per cent. */
  readonly composite_basis: number | null
  /** Trades of the day, once it is cleared. */
  readonly trades: number
  /** How much was traded, once it is cleared. */
  readonly amount: Carbon
  /** What it was worth, once it is cleared. */
  readonly value: Money
  /** The amount with both legs counted. */
  readonly cleared_amount: Carbon
  /** The value with both legs counted. */
  readonly cleared_value: Money
  /** When it was opened. */
  readonly opened_at: Instant
  /** When it was closed. */
  readonly closed_at: Instant | null
  /** When it was cleared. */
  readonly cleared_at: Instant | null
}

export interface TradingDayCleared {
  /** The trading day. */
  readonly trading_day: TradingDay
}

export interface TradingDayClosed {
  /** The trading day. */
  readonly trading_day: TradingDay
}

export interface TradingDayOpened {
  /** The trading day. */
  readonly trading_day: TradingDay
}

export interface TradingHours {
  /** Sessions of a trading day, in order. */
  readonly sessions: readonly TradingSession[]
  /** Where it was read. */
  readonly source: RuleSource
}

export interface TradingRight {
  /** Market. */
  readonly market: Id
  /** Participant concerned. */
  readonly participant: Id
  /** Whether it may trade. */
  readonly state: TradingRightState
  /** Which position rule binds it. */
  readonly holder: HolderClass
  /** Its allocation of the year, which some position rules add. */
  readonly allocation: Carbon
  /** Why. */
  readonly reason: Text
  /** Operator who set it. */
  readonly set_by: Id
  /** When it was set. */
  readonly set_at: Instant
}

export interface TradingRightSet {
  /** The right. */
  readonly right: TradingRight
}

export interface TradingSession {
  /** First second, after midnight. */
  readonly opens_s: number
  /** First second no longer in it. */
  readonly closes_s: number
}

export interface TransferCash {
  /** Account that pays. */
  readonly from: Id
  /** Account that is paid. */
  readonly to: Id
  /** How much. */
  readonly amount: Money
  /** What it is for. */
  readonly reference: Text
}

export interface UnitsExported {
  /** The export. */
  readonly exported: Export
}

export interface UnitsGiven {
  /** The gift. */
  readonly gift: Gift
}

export interface UnitsMoved {
  /** Batch of the serials. */
  readonly batch: Id
  /** Where they were. */
  readonly from: Pocket
  /** Where they are now. */
  readonly to: Pocket
  /** Sum of the ranges. */
  readonly amount: Carbon
  /** The serials, ascending. */
  readonly ranges: readonly Range[]
}

export interface UnitsRetired {
  /** The retirement. */
  readonly retirement: Retirement
}

export interface User {
  /** Code of the user: a pseudonym, never a personal name. */
  readonly id: Id
  /** Participant for which the user acts. */
  readonly participant: Id
  /** What the user may do. */
  readonly roles: readonly Role[]
  /** Whether the user may act now. */
  readonly state: UserState
  /** When the user was authorised. */
  readonly authorised_at: Instant
}

export interface UserAuthorised {
  /** The user. */
  readonly user: User
}

export interface UserStateChanged {
  /** The user. */
  readonly user: User
  /** Why. */
  readonly reason: Text
}

export interface VerifyReport {
  /** Report decided on. */
  readonly report: Id
  /** Whether it is approved. */
  readonly approved: boolean
  /** Tonnes found, at most those claimed; zero when not approved. */
  readonly verified: Carbon
  /** The verifier's statement. */
  readonly statement: Text
}

export interface VoidReservation {
  /** Reservation concerned. */
  readonly reservation: Id
}

export interface WithdrawCash {
  /** Account it comes from. */
  readonly account: Id
  /** How much. */
  readonly amount: Money
  /** Reference of the bank transfer, used once. */
  readonly bank_reference: Text
}

/** The body of each command. */
export interface CommandBodies {
  open_cell: OpenCell
  register_participant: RegisterParticipant
  authorise_user: AuthoriseUser
  set_user_state: SetUserState
  open_account: OpenAccount
  register_project: RegisterProject
  submit_report: SubmitReport
  verify_report: VerifyReport
  confirm_report: ConfirmReport
  issue_batch: IssueBatch
  release_buffer: ReleaseBuffer
  give_units: GiveUnits
  retire_units: RetireUnits
  pledge_units: PledgeUnits
  release_pledge: ReleasePledge
  freeze_units: FreezeUnits
  release_freeze: ReleaseFreeze
  import_batch: ImportBatch
  export_units: ExportUnits
  open_listing: OpenListing
  close_listing: CloseListing
  buy_listing: BuyListing
  register_transfer: RegisterTransfer
  reject_transfer: RejectTransfer
  deposit_cash: DepositCash
  withdraw_cash: WithdrawCash
  transfer_cash: TransferCash
  reserve_cash: ReserveCash
  post_reservation: PostReservation
  void_reservation: VoidReservation
  expire_reservation: ExpireReservation
  adopt_market_profile: AdoptMarketProfile
  list_instrument: ListInstrument
  set_instrument_state: SetInstrumentState
  set_trading_right: SetTradingRight
  open_trading_day: OpenTradingDay
  close_trading_day: CloseTradingDay
  expire_orders: ExpireOrders
  release_purchases: ReleasePurchases
  clear_trading_day: ClearTradingDay
  place_order: PlaceOrder
  pick_order: PickOrder
  cancel_order: CancelOrder
  cancel_orders: CancelOrders
}

/** The record each event carries. */
export interface EventData {
  cell_opened: CellOpened
  participant_registered: ParticipantRegistered
  user_authorised: UserAuthorised
  user_state_changed: UserStateChanged
  account_opened: AccountOpened
  project_registered: ProjectRegistered
  report_submitted: ReportSubmitted
  report_verified: ReportVerified
  report_confirmed: ReportConfirmed
  batch_issued: BatchIssued
  batch_imported: BatchImported
  units_given: UnitsGiven
  units_retired: UnitsRetired
  units_exported: UnitsExported
  encumbrance_placed: EncumbrancePlaced
  encumbrance_released: EncumbranceReleased
  buffer_released: BufferReleased
  listing_opened: ListingOpened
  listing_closed: ListingClosed
  trade_made: TradeMade
  trade_settled: TradeSettled
  trade_rejected: TradeRejected
  cash_recorded: CashRecorded
  cash_paid: CashPaid
  cash_reserved: CashReserved
  reservation_ended: ReservationEnded
  units_moved: UnitsMoved
  cash_moved: CashMoved
  market_adopted: MarketAdopted
  instrument_listed: InstrumentListed
  instrument_state_changed: InstrumentStateChanged
  trading_right_set: TradingRightSet
  trading_day_opened: TradingDayOpened
  trading_day_closed: TradingDayClosed
  trading_day_cleared: TradingDayCleared
  bulletin_issued: BulletinIssued
  order_placed: OrderPlaced
  order_traded: OrderTraded
  order_ended: OrderEnded
  quote_changed: QuoteChanged
  purchase_released: PurchaseReleased
  sweep_made: SweepMade
}

export type CommandName = keyof CommandBodies
export type EventName = keyof EventData
