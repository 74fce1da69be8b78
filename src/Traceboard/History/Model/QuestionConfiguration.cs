using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Traceboard.History.Model;

/// <summary>The candidate or SHA leads the unique keys: that way they also serve the search by SHA alone.</summary>
internal sealed class QuestionConfiguration : IEntityTypeConfiguration<QuestionRow>, IEntityTypeConfiguration<CommitRow>, IEntityTypeConfiguration<RepositoryRow>
{
    public void Configure(EntityTypeBuilder<QuestionRow> builder)
    {
        builder.ToTable("Questions");
        builder.Property(question => question.State).HasConversion<string>().HasMaxLength(24);
        builder.HasOne(question => question.Commit).WithMany().HasForeignKey(question => question.CommitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(question => new { question.Candidate, question.Path, question.Host }).IsUnique();
        builder.HasIndex(question => question.DueAt);
    }

    public void Configure(EntityTypeBuilder<CommitRow> builder)
    {
        builder.ToTable("Commits");
        builder.Property(commit => commit.MergeRequestStatus).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(commit => new { commit.Sha, commit.Path, commit.Host }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<RepositoryRow> builder)
    {
        builder.ToTable("Repositories");
        builder.HasIndex(repository => new { repository.Path, repository.Host }).IsUnique();
    }
}
