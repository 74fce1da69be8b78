using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Traceboard.History.Model;

/// <summary>The image leads the unique key of claims: traces ask by it.</summary>
internal sealed class EvidenceConfiguration : IEntityTypeConfiguration<ClaimRow>, IEntityTypeConfiguration<BuildEvidenceRow>
{
    public void Configure(EntityTypeBuilder<ClaimRow> builder)
    {
        builder.ToTable("Claims");
        builder.HasIndex(claim => new { claim.Image, claim.Kind, claim.Origin, claim.Keys }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<BuildEvidenceRow> builder)
    {
        builder.ToTable("BuildEvidence");
        builder.HasKey(evidence => evidence.BuildId);
        builder.Property(evidence => evidence.BuildId).ValueGeneratedNever();
        builder.Property(evidence => evidence.State).HasConversion<string>().HasMaxLength(24);
        builder.HasOne(evidence => evidence.Build).WithOne().HasForeignKey<BuildEvidenceRow>(evidence => evidence.BuildId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(evidence => evidence.DueAt);
    }
}
