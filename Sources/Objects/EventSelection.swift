// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Which events of a generator are kept: criteria on particle-level objects, all of which must hold.
public struct EventSelection: Sendable, Equatable {
    /// Jets, b jets and leptons that are counted.
    public var jetFinder = JetFinder()
    public var leptonPT = 10.0
    public var leptonAbsEta = 2.5
    public var jets = 0...Int.max
    public var bottomJets = 0...Int.max
    public var leptons = 0...Int.max
    /// Two leptons of one sign; three or more always hold such a pair.
    public var needsSameSignPair = false
    /// GeV.
    public var scalarSum = 0...Double.infinity
    public var missingPT = 0...Double.infinity
    public var leptonicW = 0...Int.max
    /// The first Higgs boson's decay; nil for any, and for events without one.
    public var higgsDecay: HiggsDecay?
    public var masses: [MassWindow] = []

    public init() {}

    /// Memory of one worker.
    public struct Scratch: ~Copyable, Sendable {
        public internal(set) var objects = ParticleObjects()
        public init() {}
    }

    /// Whether an event passes. An event without particles, of an unusable input record, passes no selection.
    public func passes(_ event: borrowing GeneratedEvent, scratch: inout Scratch) -> Bool {
        guard !event.flags.contains(.badInput) else { return false }
        scratch.objects.find(in: event, jetFinder: jetFinder, leptonPT: leptonPT, leptonAbsEta: leptonAbsEta)
        return passes(scratch.objects)
    }

    /// Whether an event with these objects passes.
    public func passes(_ objects: borrowing ParticleObjects) -> Bool {
        guard objects.isUsable, jets.contains(objects.jets.count), leptons.contains(objects.leptons.count),
            bottomJets.contains(objects.bottomJetCount), leptonicW.contains(objects.leptonicW),
            scalarSum.contains(objects.scalarSum), missingPT.contains(objects.missingPT)
        else { return false }
        if let higgsDecay, objects.higgsDecay != higgsDecay { return false }
        if needsSameSignPair && !Self.hasSameSignPair(objects) { return false }
        for window in masses where !window.holds(objects) { return false }
        return true
    }

    private static func hasSameSignPair(_ objects: borrowing ParticleObjects) -> Bool {
        var positive = 0
        for i in objects.leptons.indices where objects.leptons[i].pdgID < 0 { positive += 1 }
        return positive > 1 || objects.leptons.count - positive > 1
    }
}

/// A condition on the invariant mass of objects.
public struct MassWindow: Sendable, Equatable {
    /// What the mass is of.
    public enum Objects: String, Sendable, CaseIterable {
        /// Two leptons of one flavour and opposite signs.
        case leptonPair = "lepton-pair"
        /// Two jets, two b jets.
        case jetPair = "jet-pair"
        case bottomJetPair = "b-jet-pair"
        /// All jets and leptons together.
        case all
    }
    public enum Need: String, Sendable, CaseIterable {
        /// At least one combination lies in the window; with `all`, the one there is.
        case some
        /// None does: a veto.
        case none
    }
    public var objects: Objects
    public var need: Need
    /// GeV, the ends included.
    public var range: ClosedRange<Double>

    public init(objects: Objects, need: Need = .some, range: ClosedRange<Double>) {
        self.objects = objects
        self.need = need
        self.range = range
    }

    func holds(_ found: borrowing ParticleObjects) -> Bool {
        (need == .some) == hasOneInside(found)
    }

    private func hasOneInside(_ found: borrowing ParticleObjects) -> Bool {
        switch objects {
        case .leptonPair:
            for i in found.leptons.indices {
                for j in 0..<i where found.leptons[i].pdgID == -found.leptons[j].pdgID {
                    if range.contains((found.leptons[i].momentum + found.leptons[j].momentum).mass) { return true }
                }
            }
        case .jetPair, .bottomJetPair:
            let all = objects == .jetPair
            for i in found.jets.indices where all || found.jets[i].isBottom {
                for j in 0..<i where all || found.jets[j].isBottom {
                    if range.contains((found.jets[i].momentum + found.jets[j].momentum).mass) { return true }
                }
            }
        case .all:
            var sum = FourVector.zero
            for i in found.jets.indices { sum += found.jets[i].momentum }
            for i in found.leptons.indices { sum += found.leptons[i].momentum }
            return range.contains(sum.mass)
        }
        return false
    }
}
