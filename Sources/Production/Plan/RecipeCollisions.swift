// SPDX-License-Identifier: GPL-3.0-or-later
import Generation

extension Recipe {
    /// The machine: energy, pile-up and luminous region.
    public struct Collisions: Sendable, Equatable {
        /// Proton-proton energy in the centre of mass, TeV; 0.9...100.
        public var sqrtS = 13.6
        public var pileUp = PileUp()
        public var beamSpot = BeamSpot()
        /// Member of an LHAPDF6 set (`NAME_0000.dat`, with `NAME.info` beside it), relative to the recipe; empty for the
        /// densities of the cards.
        public var partonDensities = ""
        /// Members of LHAPDF6 sets, named likewise, each of which gives the events of hard processes a weight.
        public var densityVariations: [String] = []
        /// Full angle between the beams, mrad; -50...50.
        public var crossingAngle = 0.0
        /// Azimuth towards which both beams lean, radians; -7...7.
        public var crossingAzimuth = 0.0
        public init() {}
    }

    /// Minimum-bias collisions of the same crossing, laid over every event.
    public struct PileUp: Sendable, Equatable {
        /// Mean of the Poisson number of additional collisions; 0...1000.
        public var mean = 0.0
        /// Particles of these collisions beyond this |pseudorapidity| are left out; nil keeps all.
        public var maximumAbsEta: Double?
        /// HepMC3 file, relative to the recipe, whose events are drawn with replacement; empty for the minimum-bias
        /// collisions of the cards.
        public var file = ""
        public init() {}
    }

    /// Where and when collisions happen: normal distributions.
    ///
    /// By default the region of the ColliderML data sets: 12.5 micrometres across, 55.5 mm along, 0.185 ns.
    public struct BeamSpot: Sendable, Equatable {
        /// Mean x, y, z in mm.
        public var position = [0.0, 0.0, 0.0]
        /// Mean time in ns.
        public var time = 0.0
        /// Standard deviations of x and y at a given z, and of z, in mm; 0 for a fixed value.
        public var sigma = [0.0125, 0.0125, 55.5]
        /// Standard deviation of the time in ns.
        public var sigmaTime = 0.185
        /// Slopes dx/dz and dy/dz of the region's axis, mrad.
        public var tilt = [0.0, 0.0]
        /// Correlation coefficient of z and time.
        public var correlationZT = 0.0
        public init() {}

        /// The origin at time 0, without spread.
        public static let origin: BeamSpot = {
            var spot = BeamSpot()
            spot.sigma = [0, 0, 0]
            spot.sigmaTime = 0
            return spot
        }()
    }
}

extension Recipe.Collisions: RecipePart {
    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.number("sqrt_s_TeV", &sqrtS, in: 0.9...100)
        fields.part("pile_up", &pileUp)
        fields.part("beam_spot", &beamSpot)
        fields.text("parton_densities", &partonDensities)
        fields.texts("density_variations", &densityVariations)
        fields.number("crossing_angle_mrad", &crossingAngle, in: -50...50)
        fields.number("crossing_azimuth", &crossingAzimuth, in: -7...7)
    }

    func contradictions() -> [Contradiction] {
        var found: [Contradiction] = []
        func report(_ problem: String) { found.append(Contradiction(key: "density_variations", problem: problem)) }
        if densityVariations.count > EventWeights.maximumDensities {
            report("\(densityVariations.count) members are named; at most \(EventWeights.maximumDensities) can be")
        }
        var names: Set<String> = []
        for path in densityVariations {
            if !names.insert(Plan.lastComponent(path)).inserted {
                report("two members have the name `\(Plan.lastComponent(path))`, which names a weight")
            }
        }
        return found
    }
}

extension Recipe.PileUp: RecipePart {
    static var shorthand: String? { "mean" }

    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.number("mean", &mean, in: 0...1000)
        fields.number("max_abs_eta", &maximumAbsEta, in: 0.1...20)
        fields.text("file", &file)
    }
}

extension Recipe.BeamSpot: RecipePart {
    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.numbers("position_mm", &position, in: -10_000...10_000)
        fields.number("time_ns", &time, in: -1000...1000)
        fields.numbers("sigma_mm", &sigma, in: 0...1000)
        fields.number("sigma_t_ns", &sigmaTime, in: 0...100)
        fields.numbers("tilt_mrad", &tilt, in: -100...100)
        fields.number("z_t_correlation", &correlationZT, in: -0.999...0.999)
    }
}
