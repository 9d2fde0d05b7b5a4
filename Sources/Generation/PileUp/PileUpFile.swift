// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Collisions of a HepMC3 file for pile-up: each one is drawn with replacement, all with equal probability, whatever their
/// weights.
///
/// Every good record is read once, when the generator is made, and kept as the particles and vertices that an event
/// would get of it, relative to its primary vertex; at most `maximumParticles` in all.
struct PileUpFile: Sendable {
    static let maximumParticles = 20_000_000

    private struct Particle: BitwiseCopyable {
        var pdgID: Int32
        var status: Int32
        var parent: Int32
        var vertex: Int32
        var generation: Int32
        var px, py, pz, mass: Double
    }
    private struct Vertex: BitwiseCopyable {
        var x, y, z, t: Double
        var kind: Int32
        var incoming: Int32
    }
    /// First particle and vertex of a collision.
    private struct Start: BitwiseCopyable {
        var particle: Int
        var vertex: Int
    }
    private let particles: ConstantTable<Particle>
    private let vertices: ConstantTable<Vertex>
    private let starts: ConstantTable<Start>
    let warnings: [Diagnostic]

    /// - Parameter maximumEta: final particles beyond are left out.
    /// - Throws: what is wrong with the file; a bad record is.
    init(path: String, maximumEta: Double) throws(Diagnostics) {
        let source = try RecordSource(paths: [path], format: .hepmc3, onBadRecord: .fail)
        warnings = source.warnings
        var options = HepMCEventBuilder.Options()
        options.maximumEta = maximumEta
        var (particles, vertices, starts): ([Particle], [Vertex], [Start]) = ([], [], [])
        var event = GeneratedEvent()
        var scratch = HepMCScratch()
        for number in 0..<source.count {
            event.removeAll()
            guard let (record, file) = source.record(number), scratch.record.read(record, of: file) else { continue }
            var builder = HepMCEventBuilder(scratch.record, options: options, collision: 1)
            _ = builder.append(
                to: &event, at: HepMCEventBuilder.Place(), kind: .pileUpCollision, scratch: &scratch.builder)
            starts.append(Start(particle: particles.count, vertex: vertices.count))
            Self.copy(event, &particles, &vertices)
            guard particles.count <= Self.maximumParticles else { throw Self.tooLarge(path, number) }
        }
        starts.append(Start(particle: particles.count, vertex: vertices.count))
        self.particles = ConstantTable(particles)
        self.vertices = ConstantTable(vertices)
        self.starts = ConstantTable(starts)
    }

    private static func tooLarge(_ path: String, _ number: Int) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                code: "too-large", file: path, problem: "the file has too many particles for pile-up",
                reason: "at most \(maximumParticles) are kept in memory, which is reached at record \(number)",
                remedy: "give a part of the file, or set `max_abs_eta`")
        ])
    }

    private static func copy(
        _ event: borrowing GeneratedEvent, _ particles: inout [Particle], _ vertices: inout [Vertex]
    ) {
        for i in 0..<event.particles.count {
            particles.append(
                Particle(
                    pdgID: event.particles.pdgID[i], status: event.particles.status[i],
                    parent: event.particles.parent[i], vertex: event.particles.vertex[i],
                    generation: Int32(Barcode(rawValue: event.particles.barcode[i]).generation),
                    px: event.particles.px[i], py: event.particles.py[i], pz: event.particles.pz[i],
                    mass: event.particles.mass[i]))
        }
        for i in 0..<event.vertices.count {
            vertices.append(
                Vertex(
                    x: event.vertices.x[i], y: event.vertices.y[i], z: event.vertices.z[i], t: event.vertices.t[i],
                    kind: event.vertices.kind[i], incoming: event.vertices.incoming[i]))
        }
    }

    /// Appends a collision, drawn with one number, at a place.
    func append(
        collision: Int, at place: (x: Double, y: Double, z: Double, t: Double), using stream: inout RandomStream,
        into event: inout GeneratedEvent
    ) {
        let count = starts.count - 1
        let chosen = min(Int(stream.uniform() * Double(count)), count - 1)
        let (first, next) = (starts[chosen], starts[chosen + 1])
        let (particleShift, vertexShift) = (event.particles.count, event.vertices.count)
        for i in first.vertex..<next.vertex {
            let vertex = vertices[i]
            event.vertices.append(
                x: place.x + vertex.x, y: place.y + vertex.y, z: place.z + vertex.z, t: place.t + vertex.t,
                kind: VertexKind(rawValue: vertex.kind) ?? .pileUpCollision, collision: collision,
                incoming: vertex.incoming < 0 ? -1 : Int(vertex.incoming) + particleShift)
        }
        for i in first.particle..<next.particle {
            let particle = particles[i]
            event.particles.append(
                pdgID: particle.pdgID, status: ParticleStatus(rawValue: particle.status) ?? .final,
                parent: particle.parent < 0 ? -1 : Int(particle.parent) + particleShift,
                vertex: Int(particle.vertex) + vertexShift, px: particle.px, py: particle.py, pz: particle.pz,
                mass: particle.mass,
                barcode: Barcode(
                    vertex: collision, primary: i - first.particle + 1, generation: Int(particle.generation)))
        }
    }
}
