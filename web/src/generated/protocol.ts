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

export type CashDirection =
  | 'deposit'
  | 'withdrawal'

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

export type Grade =
  | 'onsite'
  | 'offsite'

export type ListingState =
  | 'open'
  | 'sold_out'
  | 'closed'

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

export type TradeState =
  | 'awaiting_registration'
  | 'settled'
  | 'rejected'

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

export interface BuyListing {
  /** Listing to buy from. */
  readonly listing: Id
  /** Account that buys and pays. */
  readonly buyer: Id
  /** How much. */
  readonly amount: Carbon
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

export interface CloseListing {
  /** Listing to close. */
  readonly listing: Id
  /** Why. */
  readonly reason: Text
}

export interface ConfirmReport {
  /** Report confirmed. */
  readonly report: Id
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

export interface PostReservation {
  /** Reservation concerned. */
  readonly reservation: Id
  /** How much of it is taken. */
  readonly amount: Money
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

export interface Purse {
  /** Account; empty for the bank's control account. */
  readonly account: Id
  /** Hold that owns the money; empty when it is free. */
  readonly hold: Id
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

export interface SetUserState {
  /** User concerned. */
  readonly user: Id
  /** New state. */
  readonly state: UserState
  /** Why. */
  readonly reason: Text
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
}

export type CommandName = keyof CommandBodies
export type EventName = keyof EventData
