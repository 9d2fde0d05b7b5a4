// SPDX-License-Identifier: GPL-3.0-or-later
#include "CHepMC3.h"

#include <HepMC3/GenEvent.h>
#include <HepMC3/GenParticle.h>
#include <HepMC3/GenRunInfo.h>
#include <HepMC3/GenVertex.h>
#include <HepMC3/ReaderAscii.h>
#include <HepMC3/Setup.h>
#include <HepMC3/WriterAscii.h>

#include <exception>
#include <fstream>
#include <istream>
#include <memory>
#include <mutex>
#include <streambuf>
#include <string>
#include <vector>

struct eidolon_hepmc3_event {
    int64_t number = 0;
    std::vector<eidolon_hepmc3_particle> particles;
    std::vector<eidolon_hepmc3_vertex> vertices;
    std::vector<double> weights;
    std::string message;
};

struct eidolon_hepmc3_writer {
    std::ofstream stream;
    std::shared_ptr<HepMC3::GenRunInfo> run;
    std::unique_ptr<HepMC3::WriterAscii> ascii;
};

namespace {

/// A stream buffer over memory that somebody else owns.
class TextBuffer : public std::streambuf {
public:
    TextBuffer(const char *text, size_t size) {
        char *begin = const_cast<char *>(text);
        setg(begin, begin, begin + size);
    }
};

/// The library's own messages would reach the user beside ours.
void keep_quiet() {
    static std::once_flag once;
    std::call_once(once, [] {
        HepMC3::Setup::set_print_errors(false);
        HepMC3::Setup::set_print_warnings(false);
    });
}

/// The place of a vertex in the event's list, which has the number -1 minus it; -1 for the root, which is none of the list.
int32_t position(const HepMC3::ConstGenVertexPtr &vertex) {
    return vertex && vertex->id() < 0 ? -1 - vertex->id() : -1;
}

/// Where each vertex is: a vertex without a place of its own is where its first ancestor with one is, or where the event
/// is. `GenVertex::position` says the same, but walks through all ancestors for every vertex, calling itself.
std::vector<HepMC3::FourVector> places(const HepMC3::GenEvent &event) {
    const auto &vertices = event.vertices();
    std::vector<HepMC3::FourVector> found(vertices.size());
    std::vector<char> is_known(vertices.size(), 0);
    std::vector<size_t> line;
    for (size_t i = 0; i < vertices.size(); ++i) {
        line.clear();
        HepMC3::FourVector here = event.event_pos();
        for (int32_t next = static_cast<int32_t>(i); next >= 0;) {
            const auto &vertex = vertices[next];
            if (is_known[next] || vertex->has_set_position()) {
                here = is_known[next] ? found[next] : vertex->data().position;
                break;
            }
            // Marked before it is known: a line that comes back to itself ends.
            is_known[next] = 1;
            found[next] = here;
            line.push_back(next);
            next = -1;
            for (const auto &particle : vertex->particles_in()) {
                const HepMC3::ConstGenVertexPtr start = particle->production_vertex();
                if (!start) continue;
                next = position(start);
                break;
            }
        }
        for (const size_t passed : line) found[passed] = here;
        found[i] = here;
        is_known[i] = 1;
    }
    return found;
}

void copy(const HepMC3::GenEvent &from, eidolon_hepmc3_event &to) {
    to.number = from.event_number();
    to.weights = from.weights();
    to.vertices.reserve(from.vertices().size());
    const std::vector<HepMC3::FourVector> at = places(from);
    for (size_t i = 0; i < at.size(); ++i) {
        const auto &vertex = from.vertices()[i];
        to.vertices.push_back(
            {vertex->status(), vertex->has_set_position(), at[i].x(), at[i].y(), at[i].z(), at[i].t()});
    }
    to.particles.reserve(from.particles().size());
    for (const auto &particle : from.particles()) {
        const HepMC3::FourVector &p = particle->momentum();
        to.particles.push_back(
            {particle->pid(), particle->status(), position(particle->production_vertex()),
             position(particle->end_vertex()), p.px(), p.py(), p.pz(), p.e(), particle->generated_mass()});
    }
}

void build(const eidolon_hepmc3_event &from, HepMC3::GenEvent &to) {
    to.set_event_number(static_cast<int>(from.number));
    std::vector<HepMC3::GenParticlePtr> particles;
    std::vector<HepMC3::GenVertexPtr> vertices;
    for (const auto &p : from.particles) {
        auto particle = std::make_shared<HepMC3::GenParticle>(
            HepMC3::FourVector(p.px, p.py, p.pz, p.energy), p.pdg_id, p.status);
        particle->set_generated_mass(p.mass);
        particles.push_back(particle);
    }
    for (const auto &v : from.vertices) {
        auto vertex = std::make_shared<HepMC3::GenVertex>(HepMC3::FourVector(v.x, v.y, v.z, v.t));
        vertex->set_status(v.status);
        vertices.push_back(vertex);
    }
    for (size_t i = 0; i < particles.size(); ++i) {
        const auto &p = from.particles[i];
        if (p.production_vertex >= 0) vertices.at(p.production_vertex)->add_particle_out(particles[i]);
        if (p.end_vertex >= 0) vertices.at(p.end_vertex)->add_particle_in(particles[i]);
    }
    for (const auto &vertex : vertices) to.add_vertex(vertex);
    to.weights() = from.weights;
}

/// Runs `body` and keeps what it throws as a message.
template <typename Body>
int guarded(eidolon_hepmc3_event *event, Body body) {
    try {
        event->message.clear();
        return body() ? 1 : 0;
    } catch (const std::exception &error) {
        event->message = error.what();
    } catch (...) {
        event->message = "unknown failure";
    }
    return 0;
}

}  // namespace

eidolon_hepmc3_event *eidolon_hepmc3_event_make(void) {
    keep_quiet();
    return new (std::nothrow) eidolon_hepmc3_event();
}

void eidolon_hepmc3_event_free(eidolon_hepmc3_event *event) { delete event; }

void eidolon_hepmc3_event_clear(eidolon_hepmc3_event *event) {
    event->number = 0;
    event->particles.clear();
    event->vertices.clear();
    event->weights.clear();
}

int eidolon_hepmc3_event_read(eidolon_hepmc3_event *event, const char *text, size_t size) {
    eidolon_hepmc3_event_clear(event);
    return guarded(event, [&] {
        TextBuffer buffer(text, size);
        std::istream stream(&buffer);
        HepMC3::ReaderAscii reader(stream);
        HepMC3::GenEvent read(HepMC3::Units::GEV, HepMC3::Units::MM);
        if (!reader.read_event(read) || reader.failed()) {
            event->message = "the library refuses the record";
            return false;
        }
        read.set_units(HepMC3::Units::GEV, HepMC3::Units::MM);
        copy(read, *event);
        return true;
    });
}

const char *eidolon_hepmc3_message(const eidolon_hepmc3_event *event) { return event->message.c_str(); }
int64_t eidolon_hepmc3_number(const eidolon_hepmc3_event *event) { return event->number; }
void eidolon_hepmc3_set_number(eidolon_hepmc3_event *event, int64_t number) { event->number = number; }
size_t eidolon_hepmc3_particle_count(const eidolon_hepmc3_event *event) { return event->particles.size(); }
const eidolon_hepmc3_particle *eidolon_hepmc3_particles(const eidolon_hepmc3_event *event) {
    return event->particles.data();
}
size_t eidolon_hepmc3_vertex_count(const eidolon_hepmc3_event *event) { return event->vertices.size(); }
const eidolon_hepmc3_vertex *eidolon_hepmc3_vertices(const eidolon_hepmc3_event *event) {
    return event->vertices.data();
}
size_t eidolon_hepmc3_weight_count(const eidolon_hepmc3_event *event) { return event->weights.size(); }
const double *eidolon_hepmc3_weights(const eidolon_hepmc3_event *event) { return event->weights.data(); }

void eidolon_hepmc3_add_particle(eidolon_hepmc3_event *event, eidolon_hepmc3_particle particle) {
    event->particles.push_back(particle);
}
void eidolon_hepmc3_add_vertex(eidolon_hepmc3_event *event, eidolon_hepmc3_vertex vertex) {
    event->vertices.push_back(vertex);
}
void eidolon_hepmc3_add_weight(eidolon_hepmc3_event *event, double weight) { event->weights.push_back(weight); }
eidolon_hepmc3_writer *eidolon_hepmc3_writer_open(
    const char *path, const char *const *names, size_t name_count, const char *tool, const char *version,
    const char *description) {
    keep_quiet();
    try {
        auto writer = std::make_unique<eidolon_hepmc3_writer>();
        writer->stream.open(path, std::ios::out | std::ios::trunc | std::ios::binary);
        if (!writer->stream) return nullptr;
        writer->run = std::make_shared<HepMC3::GenRunInfo>();
        writer->run->set_weight_names(std::vector<std::string>(names, names + name_count));
        HepMC3::GenRunInfo::ToolInfo info;
        info.name = tool;
        info.version = version;
        info.description = description;
        writer->run->tools().push_back(info);
        writer->ascii = std::make_unique<HepMC3::WriterAscii>(writer->stream, writer->run);
        return writer.release();
    } catch (...) {
        return nullptr;
    }
}

int eidolon_hepmc3_writer_write(eidolon_hepmc3_writer *writer, eidolon_hepmc3_event *event) {
    return guarded(event, [&] {
        HepMC3::GenEvent built(writer->run, HepMC3::Units::GEV, HepMC3::Units::MM);
        build(*event, built);
        writer->ascii->write_event(built);
        if (writer->stream) return true;
        event->message = "the file cannot be written";
        return false;
    });
}

int eidolon_hepmc3_writer_close(eidolon_hepmc3_writer *writer) {
    int good = 0;
    try {
        writer->ascii->close();
        writer->ascii.reset();
        // The library closes a file stream itself.
        if (writer->stream.is_open()) writer->stream.close();
        good = writer->stream ? 1 : 0;
    } catch (...) {
    }
    delete writer;
    return good;
}
