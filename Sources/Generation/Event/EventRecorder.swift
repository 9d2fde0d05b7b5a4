// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Writes a collision's partons and hadrons into an event's record.
///
/// Recorded are resonances and the quarks and gluons they decay to (status hard, with their momenta before radiation),
/// particles that fly before they decay (status decayed; their daughters start at a vertex of kind decay), and all
/// final ones. Hadrons that decay on the spot are left out, unless an electron or a muon is among their daughters: so a
/// lepton whose parents are bosons, top quarks or leptons only is a prompt one. Daughters of what is left out have the
/// nearest recorded ancestor as parent.
///
/// The hadrons of a string have as parent the quark at the end from whose side they were split off (the gluon where it
/// was cut, for a closed string), or its nearest recorded ancestor: a quark before its radiation, a top quark that
/// radiated it. Those of the beams' remnants and of the underlying event have no parent.
struct EventRecorder: Sendable {
    /// Every entry has its own primary number; the generation counts the recorded decays since the collision.
    func record(_ event: inout GeneratedEvent, vertex: Int, collision: Int, scratch: inout GeneratorScratch) {
        var primary = 0
        recordPartons(&event, vertex: vertex, collision: collision, &primary, &scratch)
        scratch.recordOfHadron.removeAll()
        scratch.vertexOfHadron.removeAll()
        scratch.generationOfHadron.removeAll()
        for i in scratch.hadrons.indices {
            let hadron = scratch.hadrons[i]
            var parent: Int32 = -1
            var start = Int32(vertex)
            var generation: Int32 = 0
            if hadron.mother >= 0 {
                parent = scratch.recordOfHadron[Int(hadron.mother)]
                start = scratch.vertexOfHadron[Int(hadron.mother)]
                generation = scratch.generationOfHadron[Int(hadron.mother)]
            } else if hadron.parton >= 0 {
                parent = scratch.recordOfParton[Int(hadron.parton)]
            }
            let flies = hadron.isDecayed && hadron.endT > hadron.t
            var (record, end) = (parent, start)
            if !hadron.isDecayed || flies || hadron.hasLightLepton {
                primary += 1
                guard primary <= Barcode.maximumPrimary else {
                    event.flags.insert(.truncated)
                    scratch.keep(record: parent, vertex: start, generation: generation)
                    continue
                }
                let barcode = Barcode(vertex: collision, primary: primary, generation: Int(min(generation, 4095)))
                record = event.append(hadron, parent: parent, vertex: start, barcode)
            }
            if flies {
                end = event.appendDecay(of: hadron, record: record, collision: collision, at: vertex)
                generation += 1
            }
            scratch.keep(record: record, vertex: end, generation: generation)
        }
    }

    private func recordPartons(
        _ event: inout GeneratedEvent, vertex: Int, collision: Int, _ primary: inout Int,
        _ scratch: inout GeneratorScratch
    ) {
        scratch.recordOfParton.removeAll()
        for i in scratch.hard.partons.indices {
            let parton = scratch.hard.partons[i]
            let parent: Int32 = parton.mother >= 0 ? scratch.recordOfParton[Int(parton.mother)] : -1
            guard parton.state == .resonance || parton.state == .showered else {
                scratch.recordOfParton.append(parent)
                continue
            }
            primary += 1
            scratch.recordOfParton.append(
                Int32(
                    event.particles.append(
                        pdgID: parton.pdgID, status: .hard, parent: Int(parent), vertex: vertex,
                        px: parton.momentum.px, py: parton.momentum.py, pz: parton.momentum.pz, mass: parton.mass,
                        barcode: Barcode(vertex: collision, primary: primary))))
        }
    }
}

extension GeneratedEvent {
    /// Records a hadron as final, or as decayed where it flies before.
    ///
    /// - Returns: its row.
    @inline(__always)
    mutating func append(_ hadron: Hadron, parent: Int32, vertex: Int32, _ barcode: Barcode) -> Int32 {
        Int32(
            particles.append(
                pdgID: hadron.pdgID, status: hadron.isDecayed ? .decayed : .final, parent: Int(parent),
                vertex: Int(vertex), px: hadron.momentum.px, py: hadron.momentum.py, pz: hadron.momentum.pz,
                mass: hadron.mass, barcode: barcode))
    }

    /// Records where a hadron of the collision at a vertex decays in flight.
    ///
    /// - Returns: the new vertex.
    @inline(__always)
    mutating func appendDecay(of hadron: Hadron, record: Int32, collision: Int, at vertex: Int) -> Int32 {
        let (x, y, z) = (vertices.x[vertex], vertices.y[vertex], vertices.z[vertex])
        return Int32(
            vertices.append(
                x: x + hadron.endX, y: y + hadron.endY, z: z + hadron.endZ, t: vertices.t[vertex] + hadron.endT,
                kind: .decay, collision: collision, incoming: Int(record)))
    }
}
