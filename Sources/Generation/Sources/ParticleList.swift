// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The particles of one event of a file, checked and ready to be handed out.
public struct ParticleList: Sendable, Equatable {
    public struct Vertex: Sendable, Hashable {
        /// mm.
        public var x, y, z: Double
        /// Collision number within the event, from 1.
        public var collision: Int
    }
    public struct Particle: Sendable, Equatable {
        public var pdgID: Int32
        public var barcode: Barcode
        /// Position in `vertices`.
        public var vertex: Int
        /// GeV/c.
        public var px, py, pz: Double
        public var mass: Double
    }
    /// In the order of their first particle.
    public var vertices: [Vertex] = []
    /// In the order of the file.
    public var particles: [Particle] = []

    /// Fills an empty event with the list.
    func fill(_ event: inout GeneratedEvent) {
        for vertex in vertices {
            event.vertices.append(
                x: vertex.x, y: vertex.y, z: vertex.z, t: 0, kind: .file, collision: vertex.collision)
        }
        for particle in particles {
            event.particles.append(
                pdgID: particle.pdgID, status: .final, parent: -1, vertex: particle.vertex, px: particle.px,
                py: particle.py, pz: particle.pz, mass: particle.mass, barcode: particle.barcode)
        }
    }
}
