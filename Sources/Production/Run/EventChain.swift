// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import Detector
import EventModel
import Generation
import Objects
import Simulation

/// Everything an event passes through, made once from a plan and shared by all workers.
public final class EventChain: Sendable {
    public let plan: Plan
    public let detector: InstalledTracker
    public let generator: EventGenerator
    public let transport: TrackerTransport
    public let readout: TrackerReadout
    let labeller = EventLabeller()
    /// Which events are kept; nil for all.
    public let selection: EventSelection?
    public let description: DatasetDescription
    /// Whether hadrons have ancestors in the generator's records: not in those of other generators and of guns.
    let knowsAncestors: Bool

    /// - Parameter inputPaths: where the particle files of the plan are, in its order.
    /// - Throws: what is wrong with the plan's geometry, cards or particle files.
    public init(_ plan: Plan, inputPaths: [String] = []) throws(Diagnostics) {
        self.plan = plan
        detector = try plan.detector()
        generator = try EventGenerator(
            settings: plan.collisionSettings(inputPaths: inputPaths), cards: plan.generatorCards(),
            plan: plan.generationPlan, seed: plan.seed)
        transport = TrackerTransport(NavigationIndex(detector.asBuilt), settings: plan.simulation)
        readout = TrackerReadout(detector)
        selection = plan.eventSelection
        knowsAncestors = plan.isHadronisedHere
        description = plan.datasetDescription(weightNames: generator.weightNames)
        if let limit = generator.eventLimit, plan.eventNumbers.upperBound > UInt64(limit) {
            let last = plan.eventNumbers.upperBound - 1
            throw Diagnostics([
                Diagnostic(
                    code: "too-few-records", file: Plan.recipeTextName, key: "events",
                    problem: "events \(plan.firstEvent) to \(last) are wanted, but the files hold \(limit)",
                    reason: "they are numbered from 0",
                    remedy: plan.isSelected
                        ? "lower `select.max_attempts`, or let `events` count attempts (select.count: attempts)"
                        : "lower `events` or `first_event`, or leave `events` out to use all")
            ])
        }
    }
}

/// One thread's share of the work: the records of the event in hand and the memory of every stage.
///
/// What it held before never matters: an event is a function of the plan and its number.
public final class EventWorker {
    let chain: EventChain
    public private(set) var generated = GeneratedEvent()
    public private(set) var transported = TransportedEvent()
    private var transportScratch = TransportScratch()
    public private(set) var readOut = ReadOutEvent()
    public private(set) var labelled = LabelledEvent()
    private var generatorScratch = GeneratorScratch()
    private var readoutScratch = ReadoutScratch()
    private var labelScratch = EventLabeller.Scratch()
    private var selectionScratch = EventSelection.Scratch()
    private var additionalFlavour = AdditionalFlavour()
    private var encoder: EventEncoder

    public init(_ chain: EventChain) {
        self.chain = chain
        encoder = EventEncoder(description: chain.description, tracker: chain.detector.nominal)
    }

    /// Makes an event and appends it to a batch, if it passes the selection. Pile-up is made for those that do.
    func make(event number: UInt64, into batch: ColumnBatch) {
        if let selection = chain.selection {
            chain.generator.generateSource(event: number, into: &generated, scratch: &generatorScratch)
            guard selection.passes(generated, scratch: &selectionScratch) else { return }
            classify()
            chain.generator.overlayPileUp(on: &generated, scratch: &generatorScratch)
        } else {
            generate(number)
        }
        simulate()
        readAndLabel()
        encode(into: batch)
    }

    // The stages one by one, for benchmarks.

    public func generate(_ number: UInt64) {
        chain.generator.generateSource(event: number, into: &generated, scratch: &generatorScratch)
        classify()
        chain.generator.overlayPileUp(on: &generated, scratch: &generatorScratch)
    }

    private func classify() {
        if chain.knowsAncestors { generated.additionalFlavour = additionalFlavour.find(in: generated) }
    }

    public func simulate() {
        chain.transport.transport(
            generated, seed: chain.plan.seed, scratch: &transportScratch, into: &transported)
        if transported.failedParticle.count > 0 { generated.flags.insert(.transportFailure) }
        if transported.ledger.overflowCount > 0 { generated.flags.insert(.limitedSecondaries) }
    }

    public func readAndLabel() {
        chain.readout.read(
            transported, number: generated.eventNumber, seed: chain.plan.seed, into: &readOut,
            scratch: &readoutScratch)
        chain.labeller.label(generated, transported, readOut, into: &labelled, scratch: &labelScratch)
    }

    public func encode(into batch: ColumnBatch) {
        let split = chain.plan.splits.split(ofEvent: generated.eventNumber)
        let annotations = EventEncoder.Annotations(split: Int8(truncatingIfNeeded: split.rawValue))
        encoder.append(generated, transported, readOut, labelled, annotations: annotations, to: batch)
    }
}
