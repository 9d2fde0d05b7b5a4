// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Foundation
import Generation
import Production
import Simulation
import TestSupport
import Testing

extension Commands {
    /// What happens to a particle depends on nothing another one does: each has its own random numbers. A mutation that
    /// breaks this must be seen.
    @Suite(.serialized) struct Independence {
        let chain: EventChain

        init() throws {
            let folder = try ScratchFolder()
            let recipe = try Recipes.write("gun", in: folder)
            let resources = ResourceDirectories(environment: ["EIDOLON_HOME": PackageFolder.root])
            chain = try PreparedRun(recipe: recipe, overrides: [], resources: resources).chain
        }

        /// Steps of each particle by its identity, which for a generated one is its position times 2²⁸; exact to the last
        /// bit.
        private func steps(
            event number: UInt64 = 3, _ change: (inout GeneratedEvent) -> Void = { _ in }
        ) -> [UInt64: [UInt64]] {
            var generated = GeneratedEvent()
            var scratch = GeneratorScratch()
            var transportScratch = TransportScratch()
            var transported = TransportedEvent()
            chain.generator.generate(event: number, into: &generated, scratch: &scratch)
            change(&generated)
            chain.transport.transport(
                generated, seed: chain.plan.seed, scratch: &transportScratch, into: &transported)
            var steps: [UInt64: [UInt64]] = [:]
            for i in 0..<transported.steps.count {
                let values = [
                    transported.steps.x[i], transported.steps.y[i], transported.steps.z[i], transported.steps.px[i],
                    transported.steps.deposit[i],
                ]
                let particle = Int(transported.steps.particle[i])
                let secondary = particle - generated.particles.count
                let identity = secondary < 0 ? Self.identity(particle) : transported.identity[secondary]
                steps[identity, default: []] += values.map(\.bitPattern)
            }
            return steps
        }

        private static func identity(_ generated: Int) -> UInt64 { UInt64(generated) << 28 }

        @Test func anotherParticleChangesNothing() throws {
            let reference = steps()
            let number = 7
            let changed = Self.identity(number)
            try #require(reference[changed] != nil && reference.count > 40)
            let others = { (event: [UInt64: [UInt64]]) in event.filter { $0.key >> 28 != UInt64(number) } }
            // Turned round, made neutral, and sent out of the acceptance: it draws more, fewer or no numbers.
            let turned = steps { event in
                event.particles.px[number] *= -3
                event.particles.py[number] *= -3
            }
            #expect(others(turned) == others(reference))
            #expect(turned[changed] != reference[changed])
            let neutral = steps { event in event.particles.pdgID[number] = 22 }
            #expect(others(neutral) == others(reference))
            #expect(neutral[changed] == nil)
        }

        /// Mutation: two particles share one draw, from a stream of the event instead of their own. The second of them
        /// then depends on the first, and the comparison above notices.
        @Test func aDrawSharedByTwoParticlesIsNoticed() throws {
            func shared(isFirstNeutral: Bool) -> [UInt64: [UInt64]] {
                steps { event in
                    if isFirstNeutral { event.particles.pdgID[7] = 22 }
                    var stream = RandomStream(seed: 1, event: event.eventNumber, stage: .test, identity: 0)
                    for i in [7, 8] where ParticleData.charge3(event.particles.pdgID[i]) != 0 {
                        event.particles.px[i] *= 1 + 1e-12 * stream.uniform()
                    }
                }
            }
            let (with, without) = (shared(isFirstNeutral: false), shared(isFirstNeutral: true))
            try #require(with[Self.identity(8)] != nil)
            #expect(with[Self.identity(8)] != without[Self.identity(8)])
            #expect(with[Self.identity(9)] == without[Self.identity(9)])
        }

        /// Mutation: a generator that is shared by all events, so that a draw depends on what was made before. Order,
        /// threads, pieces and replay all change the result; forwards against backwards shows it.
        @Test func aGeneratorSharedByEventsIsNoticed() throws {
            var common = RandomStream(seed: 1, event: 0, stage: .test, identity: 0)
            func shared(_ number: UInt64) -> [UInt64: [UInt64]] {
                steps(event: number) { event in event.vertices.x[0] += 1e-9 * common.uniform() }
            }
            let forwards = [shared(1), shared(2)]
            common = RandomStream(seed: 1, event: 0, stage: .test, identity: 0)
            let backwards = [shared(2), shared(1)]
            #expect(forwards[0] != backwards[1])
            #expect(forwards[1] != backwards[0])
            // Without the mutation the order does not matter.
            let plain = [steps(event: 1), steps(event: 2)]
            let reversed = [steps(event: 2), steps(event: 1)]
            #expect(plain[0] == reversed[1] && plain[1] == reversed[0])
        }
    }
}
