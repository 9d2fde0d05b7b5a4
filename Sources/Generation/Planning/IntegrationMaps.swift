// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Integration results that come with the cards, for one energy: what `GenerationPlan.make` would find, made ready.
///
/// A text file: comments, then `process NAME FINGERPRINT` followed by lines `KEY NUMBER NUMBER ...` of that process. The
/// fingerprint names all that the numbers depend on; those of a process that has changed are not used.
public struct IntegrationMaps: Sendable {
    /// Energies in GeV for which maps come with the cards.
    public static let energies = [13_000, 13_600, 14_000]
    /// Raise it when sampling changes in a way that the cards do not show.
    static let revision = 1
    static let maximumSize = 4 << 20

    private var fingerprints: [String: String] = [:]
    private var numbers: [String: [String: [Double]]] = [:]

    public init() {}

    /// Name of the file for an energy in a directory of cards.
    public static func path(directory: String, energy: Int) -> String { "\(directory)/Maps/\(energy).txt" }

    /// Reads a file.
    ///
    /// - Throws: if it cannot be read or holds anything else.
    public init(path: String) throws(Diagnostics) {
        let text = try TextFile.read(path: path, limit: Self.maximumSize)
        var process = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(separator: " ")
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if first == "process" && words.count == 3 {
                process = String(words[1])
                fingerprints[process] = String(words[2])
                continue
            }
            let values = words.dropFirst().compactMap { Double($0) }
            guard !process.isEmpty, values.count == words.count - 1, !values.isEmpty, values.allSatisfy(\.isFinite)
            else {
                throw Diagnostics([
                    Diagnostic(
                        code: "bad-map", file: path, line: index + 1, problem: "a key and its numbers are expected",
                        remedy: "make the file again with `eidolon process map`")
                ])
            }
            numbers[process, default: [:]][String(first)] = values
        }
    }

    /// Numbers of a process if the fingerprint is the same.
    func numbers(of process: String, fingerprint: String) -> [String: [Double]]? {
        fingerprints[process] == fingerprint ? numbers[process] : nil
    }

    /// Whether there is a start for a process.
    func holds(_ process: String) -> Bool { numbers[process] != nil }

    /// Numbers of a process whatever its fingerprint: a start for adaptation.
    func start(_ process: String, channel: Int, dimensions: Int) -> AdaptiveMap? {
        AdaptiveMap(dimensions: dimensions, edges: numbers[process]?["\(process).\(channel).map"] ?? [])
    }

    /// The text of a plan's processes, to be stored as a file.
    public static func text(
        of plan: GenerationPlan, processes: [String], energy: Double, cards: GeneratorCards
    ) -> String {
        var lines = [
            "# SPDX-License-Identifier: GPL-3.0-or-later",
            "# Importance maps, maximum weights and cross-sections at \(Int(energy)) GeV: `eidolon process map`.",
        ]
        for name in processes {
            guard let card = cards.processes.processes.first(where: { $0.name == name }) else { continue }
            lines.append("process \(name) \(cards.fingerprint(card, energy: energy))")
            for key in plan.numbers.keys.sorted() where key.hasPrefix(name + ".") {
                let values = plan.numbers[key] ?? []
                lines.append(([key] + values.map { "\($0)" }).joined(separator: " "))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension GeneratorCards {
    /// Names all that the integral of a process depends on: 16 hexadecimal digits.
    func fingerprint(_ card: ProcessCard, energy: Double) -> String {
        let (list, coupling, factors) = (processes, partonDensities.coupling, partonDensities.scale)
        let words: [String] = [
            "\(IntegrationMaps.revision)", card.name, card.amplitude.rawValue, card.mapping.rawValue,
            card.channels.map(\.name).joined(separator: ","), "\(card.strongPower)", "\(card.lightFlavours)",
            "\(card.renormalisation.kind.rawValue) \(card.renormalisation.factor)",
            "\(card.factorisation.kind.rawValue) \(card.factorisation.factor)",
            "\(card.cuts.minimumPT) \(card.cuts.maximumEta)", "\(energy)",
            [list.top, list.w, list.z, list.higgs].map { "\($0.mass) \($0.width) \($0.window)" }.joined(separator: ","),
            "\(list.bottomMass) \(list.yukawaMass)",
            "\(list.mixing.ud) \(list.mixing.us) \(list.mixing.ub) \(list.mixing.cd) \(list.mixing.cs) \(list.mixing.cb)",
            "\(coupling.valueAtZ) \(coupling.loops)",
            "\(coupling.charmMass) \(coupling.bottomMass) \(coupling.topMass)",
            "\(factors.factorisationFactor) \(factors.renormalisationFactor)",
            partonDensities.flavours.flatMap(\.coefficients).map { "\($0)" }.joined(separator: " "),
        ]
        // FNV-1a, 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in words.joined(separator: "|").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
