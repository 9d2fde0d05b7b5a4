// SPDX-License-Identifier: GPL-3.0-or-later
#include "CFastJet.h"

#include <fastjet/ClusterSequence.hh>

#include <mutex>
#include <vector>

namespace {

/// FastJet announces itself at its first clustering and keeps in a global variable that it has: once, before threads
/// cluster at the same time.
void prepare() {
    static std::once_flag once;
    std::call_once(once, [] {
        fastjet::ClusterSequence::set_fastjet_banner_stream(nullptr);
        const std::vector<fastjet::PseudoJet> one(1, fastjet::PseudoJet(1, 0, 0, 1));
        fastjet::ClusterSequence sequence(one, fastjet::JetDefinition(fastjet::antikt_algorithm, 0.4));
    });
}

}  // namespace

int eidolon_anti_kt(const double *px, const double *py, const double *pz, const double *energy, int count,
                    double radius, double minimum_pt, int *jet_of_particle) {
    try {
        prepare();
        std::vector<fastjet::PseudoJet> particles;
        particles.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) {
            particles.emplace_back(px[i], py[i], pz[i], energy[i]);
            jet_of_particle[i] = -1;
        }
        if (count == 0) return 0;
        // Tiles serve events of some hundred particles; the choice does not reach the result.
        const fastjet::JetDefinition definition(fastjet::antikt_algorithm, radius, fastjet::E_scheme, fastjet::N2Tiled);
        const fastjet::ClusterSequence sequence(particles, definition);
        const std::vector<fastjet::PseudoJet> jets = sequence.inclusive_jets(minimum_pt);
        const std::vector<int> numbers = sequence.particle_jet_indices(jets);
        for (int i = 0; i < count; ++i) jet_of_particle[i] = numbers[static_cast<std::size_t>(i)];
        return static_cast<int>(jets.size());
    } catch (...) {
        for (int i = 0; i < count; ++i) jet_of_particle[i] = -1;
        return -1;
    }
}
