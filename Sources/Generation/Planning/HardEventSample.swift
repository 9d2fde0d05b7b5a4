// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Hard events of one process without shower, for comparisons of cross-sections and shapes.
public struct HardEventSample: Sendable {
    private let process: UnweightedProcess
    public let integral: ProcessIntegral
    public let name: String
    public let energy: Double

    /// - Throws: a diagnostic for a process that no card describes, that has no hard event, or that cannot happen.
    public init(process name: String, energy: Double, cards: GeneratorCards) throws(Diagnostics) {
        var plan = GenerationPlan(numbers: [:])
        try plan.add(name, energy: energy, cards: cards)
        guard case .hard(let process)? = try cards.prepare(cards.processCard(name), energy: energy, plan: plan),
            let integral = plan.integral(of: name)
        else {
            throw Diagnostics([
                Diagnostic(
                    code: "no-hard-process", file: "--", problem: "process `\(name)` has no hard partons to sample")
            ])
        }
        self.process = process
        self.integral = integral
        self.name = name
        self.energy = energy
    }

    /// JSON: cross-section, counts, and columns of weight, incoming partons and final momenta of `events` events.
    public func json(events: Int, seed: UInt64) -> String {
        var event = HardEvent()
        var scratch = AmplitudeScratch()
        var (tries, amplitudes, overweight) = (0, 0, 0)
        var rows: [String] = []
        for number in 0..<events {
            var stream = RandomStream(seed: seed, event: UInt64(number), stage: .hardProcess, identity: 1)
            process.generate(into: &event, using: &stream, scratch: &scratch)
            tries += event.tries
            amplitudes += event.amplitudes
            if event.weight > 1 { overweight += 1 }
            var row = "[\(event.weight)"
            for i in event.partons.indices {
                let parton = event.partons[i]
                row += ",\(parton.pdgID)"
                if i >= 2 {
                    let p = parton.momentum
                    row += ",\(Float(p.px)),\(Float(p.py)),\(Float(p.pz)),\(Float(parton.mass))"
                }
            }
            rows.append(row + "]")
        }
        return """
            {"process":"\(name)","energy":\(energy),"cross_section":\(integral.crossSection),\
            "error":\(integral.error),"events":\(events),"tries":\(tries),"amplitudes":\(amplitudes),\
            "overweight":\(overweight),
            "rows":[
            \(rows.joined(separator: ",\n"))
            ]}

            """
    }
}
