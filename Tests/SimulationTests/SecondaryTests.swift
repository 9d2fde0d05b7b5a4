// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Secondaries: who they are, where they stand, and that nothing is lost on the way.
@Suite struct SecondaryTests {
    /// Species that decay or interact, from a few points, over the whole acceptance.
    static func event(_ number: UInt64, count: Int) -> GeneratedEvent {
        var event = GeneratedEvent()
        event.eventNumber = number
        let species: [Int32] = [310, 3122, -3122, 321, -321, 211, -211, 22, 11, -11, 2112, 2212, 3312, 13, 130, -2212]
        var stream = RandomStream(seed: 17, event: number, stage: .test, identity: 4)
        for i in 0..<count {
            let pdgID = species[i % species.count]
            SimulationSupport.append(
                to: &event, pdgID: pdgID, pT: 0.2 * Elementary.pow(50, stream.uniform()),
                eta: stream.uniform(in: -2.5...2.5), phi: stream.uniform(in: -3.14...3.14),
                mass: ParticleData.mass(pdgID) ?? 0, from: (0.1, -0.1, 10 * stream.uniform()))
        }
        return event
    }

    @Test func identitiesDifferAndFollowTheOrderOfAncestors() {
        var all: [UInt64] = []
        func visit(_ identity: FlightIdentity) {
            all.append(identity.rawValue)
            for number: Int32 in [1, 2, 3, 7, 15, 31, 63, 1023] {
                guard let daughter = identity.daughter(number) else { continue }
                #expect(daughter.rawValue > identity.rawValue && daughter.rawValue >> 48 == 0)
                #expect(daughter.generation == identity.generation + 1 && daughter.root == identity.root)
                visit(daughter)
            }
            #expect(identity.daughter(0) == nil && identity.daughter(1024) == nil)
        }
        visit(FlightIdentity(root: 0))
        visit(FlightIdentity(root: FlightIdentity.maximumRoots - 1))
        #expect(Set(all).count == all.count)
        #expect(all == all.sorted(), "ancestors first, then older daughters with theirs")
        #expect(all.count > 10_000)
    }

    @Test func theRecordIsSoundAndEnergyIsAccountedFor() throws {
        for name in ["trackml", "teaching"] {
            let transport = TrackerTransport(
                NavigationIndex(try SimulationSupport.tracker(name)), settings: TransportSettings())
            let event = Self.event(5, count: 800)
            var output = TransportedEvent()
            transport.transport(event, seed: 5, into: &output)
            let roots = event.particles.count
            #expect(output.secondaries.count > 500)
            #expect(output.fate.count == roots + output.secondaries.count)
            #expect(output.identity.count == output.secondaries.count)
            let codes = event.particles.barcode.array() + output.secondaries.barcode.array()
            #expect(Set(codes).count == codes.count, "barcodes are unique")
            for i in 0..<output.secondaries.count {
                let parent = Int(output.secondaries.parent[i])
                let vertex = Int(output.secondaries.vertex[i]) - event.vertices.count
                #expect(parent >= 0 && parent < roots + i, "parents come first")
                #expect(vertex >= 0 && vertex < output.vertices.count)
                #expect(Int(output.vertices.incoming[vertex]) == parent)
                #expect(output.secondaries.status[i] == ParticleStatus.secondary.rawValue)
                let code = Barcode(rawValue: output.secondaries.barcode[i])
                let above = Barcode(
                    rawValue: parent < roots
                        ? event.particles.barcode[parent] : output.secondaries.barcode[parent - roots])
                #expect(code.generation == above.generation + 1 && code.primary == above.primary)
                #expect(code.process == Int(output.vertices.kind[vertex]))
                if i > 0 { #expect(output.identity[i] > output.identity[i - 1]) }
            }
            // Steps by particle, and along each path in time.
            for i in 1..<output.steps.count {
                let isSame = output.steps.particle[i] == output.steps.particle[i - 1]
                #expect(isSame || output.steps.particle[i] > output.steps.particle[i - 1])
                if isSame { #expect(output.steps.t[i] > output.steps.t[i - 1]) }
            }
            let ledger = output.ledger
            #expect(abs(ledger.imbalance) < 1e-9 * ledger.incoming, "\(ledger)")
            #expect(ledger.incoming > 500 && ledger.left > 0.5 * ledger.incoming && ledger.unseen > 0)
            #expect(ledger.ionisation > 0 && ledger.overflow < 1e-3 * ledger.incoming)
        }
    }

    /// The same bits whatever flies beside a particle, its descendants included; and with one particle changed the others
    /// stay as they were.
    @Test func aFamilyDependsOnItselfAlone() throws {
        let transport = TrackerTransport(
            NavigationIndex(try SimulationSupport.tracker("trackml")), settings: TransportSettings())
        var all = TransportedEvent()
        transport.transport(Self.event(6, count: 160), seed: 5, into: &all)
        var fewer = Self.event(6, count: 160)
        for i in 0..<160 where i % 3 != 0 { fewer.particles.status[i] = ParticleStatus.decayed.rawValue }
        // A particle that none of the others may notice.
        fewer.particles.px[3] *= 1.5
        var some = TransportedEvent()
        transport.transport(Self.event(11, count: 100), seed: 8, into: &some)
        transport.transport(fewer, seed: 5, into: &some)
        let chosen = { (root: Int) in root % 3 == 0 && root != 3 }
        #expect(Self.families(all, 160, chosen) == Self.families(some, 160, chosen))
        #expect(Self.families(all, 160) { $0 == 3 } != Self.families(some, 160) { $0 == 3 })
        #expect(Self.families(all, 160, chosen).count > 300)
    }

    /// Everything of the chosen families, by identity.
    static func families(
        _ event: borrowing TransportedEvent, _ roots: Int, _ isChosen: (Int) -> Bool
    ) -> [[Double]] {
        var rows: [[Double]] = []
        for i in 0..<event.secondaries.count where isChosen(Int(event.identity[i] >> 28)) {
            let vertex = Int(event.secondaries.vertex[i]) - roots
            rows.append([
                Double(event.identity[i]), Double(event.secondaries.pdgID[i]), event.secondaries.px[i],
                event.secondaries.py[i], event.secondaries.pz[i], event.vertices.x[vertex], event.vertices.t[vertex],
                Double(event.fate[roots + i]), Double(event.secondaries.barcode[i] & 0xF_FFFF_FFFF),
            ])
        }
        for i in 0..<event.steps.count {
            let particle = Int(event.steps.particle[i])
            let identity = particle < roots ? UInt64(particle) << 28 : event.identity[particle - roots]
            guard isChosen(Int(identity >> 28)) else { continue }
            rows.append([
                Double(identity), Double(event.steps.module[i]), event.steps.x[i], event.steps.t[i], event.steps.px[i],
                event.steps.deposit[i],
            ])
        }
        return rows
    }

    /// Barcodes from files that share collision and primary number, and some that secondaries would have got.
    @Test func barcodesStayUniqueBesideForeignOnes() {
        var book = BarcodeBook()
        var generated = Column<UInt64>()
        for i in 0..<2000 {
            generated.append(Barcode(vertex: 1, primary: 7, generation: i % 3, secondary: i / 3, process: 5).rawValue)
        }
        generated.append(Barcode(vertex: 2, primary: 1).rawValue)
        book.begin(generated)
        var seen = Set(generated.array())
        for i in 0..<generated.count {
            for _ in 0..<8 {
                let code = book.next(root: generated[i], generation: 1, kind: .decayInFlight)
                #expect(seen.insert(code.rawValue).inserted && code.primary != 0)
            }
        }
        // More than a generation's running number holds.
        var plain = Column<UInt64>()
        plain.append(Barcode(vertex: 1, primary: 1).rawValue)
        book.begin(plain)
        var codes = Set<UInt64>()
        for _ in 0..<10_000 { codes.insert(book.next(root: plain[0], generation: 2, kind: .conversion).rawValue) }
        #expect(codes.count == 10_000)
    }
}
