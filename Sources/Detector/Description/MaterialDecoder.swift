// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Materials by name: those of the table and those that a geometry file defines. Numbers materials as they are used.
struct MaterialDecoder {
    private var defined: [Material] = []
    /// Materials that something refers to, in the order of first use.
    private(set) var used: [Material] = []

    /// Reads the definitions of a file; a definition may use those above it.
    init(_ section: Section?) {
        guard let section else { return }
        for name in section.keys {
            guard let group = section.section(name) else { continue }
            if MaterialTable.material(name) != nil {
                group.collector.report(
                    group.place.diagnostic(
                        "duplicate-name", "this material is built in", remedy: "give yours another name"))
            }
            let material = decode(name, group)
            group.finish()
            defined.append(material)
        }
    }

    /// The number of the material that a key names; reports an unknown name.
    mutating func index(_ section: Section, _ key: String, default fallback: String? = nil) -> Int {
        let name = section.text(key, default: fallback)
        guard let material = lookUp(name) else {
            if !name.isEmpty { reportUnknown(name, section, key) }
            return 0
        }
        if let known = used.firstIndex(where: { $0.name == name }) { return known }
        used.append(material)
        return used.count - 1
    }

    /// Radiation length of a used material, mm; nil while there is none.
    func radiationLength(_ index: Int) -> Double? {
        used.indices.contains(index) ? used[index].radiationLength : nil
    }

    private func lookUp(_ name: String) -> Material? {
        defined.first { $0.name == name } ?? MaterialTable.material(name)
    }

    private func reportUnknown(_ name: String, _ section: Section, _ key: String) {
        let known = defined.map(\.name) + MaterialTable.names
        section.report(
            "unknown-material", at: key, "there is no material '\(shortened(name))'",
            reason: "known materials: \(known.joined(separator: ", "))",
            remedy: "choose one of them or define it under `materials`")
    }

    private func decode(_ name: String, _ group: Section) -> Material {
        let density = group.number("density", in: 1e-6...30)
        if let parts = group.section("mass_fractions", required: false) {
            return mixture(name, density, parts)
        }
        let radiationLength = group.number("radiation_length", in: 1e-2...1e9)
        let interactionLength = group.number("interaction_length", in: 1e-2...1e9)
        let atomicNumber = group.number("atomic_number", in: 1...120)
        let atomicMass = group.number("atomic_mass", in: 1...300)
        let excitation = group.number("mean_excitation_energy", in: 10e-9...2000e-9)
        return MaterialMixture.made(
            name: name, density: density, radiationLength: radiationLength, interactionLength: interactionLength,
            atomicNumber: atomicNumber, atomicMass: atomicMass, ratioZA: atomicNumber / atomicMass,
            excitation: excitation)
    }

    private func mixture(_ name: String, _ density: Double, _ section: Section) -> Material {
        var parts: [(material: Material, fraction: Double)] = []
        var sum = 0.0
        for part in section.keys {
            let fraction = section.number(part, in: 1e-9...1)
            sum += fraction
            if let material = lookUp(part) {
                parts.append((material, fraction))
            } else {
                reportUnknown(part, section, part)
            }
        }
        if parts.isEmpty || abs(sum - 1) > 1e-6 {
            section.collector.report(
                section.place.diagnostic(
                    "contradiction", "the mass fractions add up to \(sum)", reason: "they must add up to 1",
                    remedy: "change one of them"))
        }
        return parts.isEmpty
            ? MaterialTable.materials[0] : MaterialMixture.byMass(name: name, density: density, parts: parts)
    }
}

/// A text short enough for a message.
func shortened(_ text: String) -> String { text.count > 40 ? text.prefix(40) + "…" : text }
