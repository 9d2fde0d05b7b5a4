// SPDX-License-Identifier: GPL-3.0-or-later

/// Whole-number distributions.
extension RandomStream {
    /// Poisson number; the time does not grow with the mean.
    ///
    /// Below a mean of 10 by inversion from one word; above by transformed rejection with squeeze, PTRS (W. Hormann,
    /// Insurance: Mathematics and Economics 12 (1993) 39), about 1.2 pairs of words. Exact to rounding.
    /// - Precondition: `mean` in 0...10⁹.
    public mutating func poisson(mean: Double) -> Int {
        precondition(mean >= 0 && mean <= 1e9, "Poisson mean outside 0...1e9")
        return mean < 10 ? poissonByInversion(mean) : poissonByRejection(mean)
    }

    private mutating func poissonByInversion(_ mean: Double) -> Int {
        var rest = uniform()
        var probability = Elementary.exp(-mean)
        var count = 0
        // The probabilities vanish long before the count grows large.
        while rest >= probability && probability > 0 {
            rest -= probability
            count += 1
            probability *= mean / Double(count)
        }
        return count
    }

    private mutating func poissonByRejection(_ mean: Double) -> Int {
        // Constants of algorithm PTRS.
        let b = 0.931 + 2.53 * Elementary.sqrt(mean)
        let a = -0.059 + 0.02483 * b
        let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
        let squeeze = 0.9277 - 3.6224 / (b - 2)
        let logMean = Elementary.log(mean)
        while true {
            let u = uniform() - 0.5
            let v = uniformPositive()
            let distance = 0.5 - abs(u)
            // u = -½ alone has no distance from the edge.
            if distance == 0 { continue }
            let candidate = (2 * a / distance + b) * u + mean + 0.43
            if candidate < 0 || candidate > 0x1p52 { continue }
            let count = candidate.truncated
            if distance >= 0.07 && v <= squeeze { return Int(count) }
            if distance < 0.013 && v > distance { continue }
            let hat = Elementary.log(v * inverseAlpha / (a / (distance * distance) + b))
            if hat <= count * logMean - mean - Elementary.logGamma(count + 1) { return Int(count) }
        }
    }

    /// Number of successes in `trials` with the given probability each.
    ///
    /// By inversion where fewer than 10 are expected, else by transformed rejection with squeeze, BTRS (W. Hormann,
    /// J. Stat. Comput. Simul. 46 (1993) 101).
    /// - Precondition: `trials` in 0...10⁹ and `probability` in 0...1.
    public mutating func binomial(trials: Int, probability: Double) -> Int {
        precondition(trials >= 0 && trials <= 1_000_000_000, "number of trials outside 0...1e9")
        precondition(probability >= 0 && probability <= 1, "probability outside 0...1")
        if probability > 0.5 { return trials - binomial(trials: trials, probability: 1 - probability) }
        if Double(trials) * probability < 10 { return binomialByInversion(trials, probability) }
        return binomialByRejection(Double(trials), probability)
    }

    private mutating func binomialByInversion(_ trials: Int, _ p: Double) -> Int {
        var rest = uniform()
        let odds = p / (1 - p)
        var probability = Elementary.exp(Double(trials) * Elementary.log1p(-p))
        var count = 0
        while rest >= probability && count < trials && probability > 0 {
            rest -= probability
            count += 1
            probability *= odds * Double(trials - count + 1) / Double(count)
        }
        return count
    }

    private mutating func binomialByRejection(_ trials: Double, _ p: Double) -> Int {
        // Constants of algorithm BTRS.
        let width = Elementary.sqrt(trials * p * (1 - p))
        let b = 1.15 + 2.53 * width
        let a = -0.0873 + 0.0248 * b + 0.01 * p
        let centre = trials * p + 0.5
        let squeeze = 0.92 - 4.2 / b
        let alpha = (2.83 + 5.1 / b) * width
        let logOdds = Elementary.log(p / (1 - p))
        let mode = ((trials + 1) * p).truncated
        let logMode = Elementary.logGamma(mode + 1) + Elementary.logGamma(trials - mode + 1)
        while true {
            let u = uniform() - 0.5
            let v = uniformPositive()
            let distance = 0.5 - abs(u)
            if distance == 0 { continue }
            let candidate = (2 * a / distance + b) * u + centre
            if candidate < 0 || candidate >= trials + 1 { continue }
            let count = candidate.truncated
            if distance >= 0.07 && v <= squeeze { return Int(count) }
            let hat = Elementary.log(v * alpha / (a / (distance * distance) + b))
            let logCount = Elementary.logGamma(count + 1) + Elementary.logGamma(trials - count + 1)
            if hat <= logMode - logCount + (count - mode) * logOdds { return Int(count) }
        }
    }

    /// Negative binomial number, the Poisson mixture over a gamma distribution: mean `mean`, variance
    /// mean + mean² / shape.
    ///
    /// - Precondition: `mean` in 0...10⁶, `shape` at least 0.001.
    public mutating func negativeBinomial(mean: Double, shape: Double) -> Int {
        precondition(mean >= 0 && mean <= 1e6, "mean outside 0...1e6")
        precondition(shape >= 1e-3, "shape below 0.001")
        return poisson(mean: min(gamma(shape: shape) * (mean / shape), 1e9))
    }
}

extension Double {
    /// The integer below a value in 0..<2^52: the digits after the point cleared.
    @inlinable @inline(__always)
    var truncated: Double { Double(Int64(self)) }
}
